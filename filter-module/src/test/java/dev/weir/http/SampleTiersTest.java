package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code config/public-api-tiers.properties} does what it says. */
class SampleTiersTest {

    private LimiterFixture fixture;

    @BeforeEach
    void load() throws IOException {
        Properties sample = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("../config/public-api-tiers.properties"))) {
            sample.load(reader);
        }
        List<String> properties = new ArrayList<>();
        sample.forEach((name, value) ->
                properties.addAll(List.of(name.toString().substring("ratelimit.".length()), value.toString())));
        fixture = new LimiterFixture(Map.of(), properties.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"none, 60", "tier-basic, 120", "tier-premium, 300", "tier-enterprise, 1000"})
    void admit_minuteOfATier_isItsPermitsForAllCallersOfATenant(String role, int permits) {
        FakeRequest alice = new FakeRequest().by("alice@acme.com", role);
        for (int i = 0; i < permits - 1; i++) {
            assertThat(fixture.admit(alice, "api")).isEmpty();
        }
        FakeRequest bob = new FakeRequest().by("bob@acme.com", role);
        assertThat(fixture.admit(bob, "api")).isEmpty();
        assertThat(fixture.admit(bob, "api")).hasSize(1);
        assertThat(fixture.admit(new FakeRequest().by("carol@other.com", role), "api"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"none, 10", "tier-basic, 50", "tier-premium, 200"})
    void admit_callersOfATenant_areAsManyAsItsTierHas(String role, int members) {
        for (int i = 0; i < members; i++) {
            assertThat(fixture.admit(new FakeRequest().by("user" + i + "@acme.com", role), "api"))
                    .isEmpty();
        }
        assertThat(fixture.admit(new FakeRequest().by("another@acme.com", role), "api"))
                .extracting(Decision::policy)
                .containsExactly("api-members");
        assertThat(fixture.admit(new FakeRequest().by("user0@acme.com", role), "api"))
                .isEmpty();
        assertThat(fixture.admit(new FakeRequest().by("another@acme.com", "tier-enterprise"), "api"))
                .isEmpty();
    }

    @Test
    void admit_header_hasTheLimitsOfTheCallersTier() {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        List<String> fields = new ArrayList<>();
        decisions.writeFieldsTo((name, value) -> fields.add(name + ": " + value));
        assertThat(fixture.admit(new FakeRequest().by("alice@acme.com", "tier-basic"), decisions, "api"))
                .isEmpty();
        assertThat(fields)
                .contains("RateLimit-Policy: \"api-60s\";q=120;w=60, \"api-3600s\";q=3000;w=3600,"
                        + " \"api-86400s\";q=30000;w=86400");
    }
}
