package dev.weir.config;

import static dev.weir.config.MapSource.reports;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code concurrency}, of a policy and of its tiers. */
class ConcurrencyReaderTest {

    private static Declaration declaration(Map<String, String> attributes) {
        return new Declaration("reports", "a.Place", false, attributes, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"1", "5", "1000000"})
    void read_concurrency_isTheNumber(int most) {
        PolicySettings policy =
                reports("limit", "5/1m", "concurrency", String.valueOf(most)).policy("reports");
        assertThat(policy.policy().concurrency()).contains(most);
        assertThat(policy.policy().limits()).hasToString("[5/1m]");
        assertThat(policy.dependsOnResponses()).isTrue();
    }

    @Test
    void read_noConcurrency_isNone() {
        PolicySettings policy = reports("limit", "5/1m").policy("reports");
        assertThat(policy.policy().concurrency()).isEmpty();
        assertThat(policy.dependsOnResponses()).isFalse();
    }

    @Test
    void read_withoutLimit_standsAlone() {
        PolicySettings policy = reports("concurrency", "5").policy("reports");
        assertThat(policy.policy().concurrency()).contains(5);
        assertThat(policy.policy().limits()).isEmpty();
        assertThat(policy.isLimited()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"algorithm,token-bucket", "burst,5", "block,5m", "count,failures", "cost,2", "adaptive,true"})
    void read_withoutLimit_whatIsAboutLimitsIsAProblem(String property, String value) {
        assertThat(reports("concurrency", "5", property, value).problems())
                .anySatisfy(problem -> assertThat(problem)
                        .isEqualTo("ratelimit.policy.reports." + property
                                + ": needs ratelimit.policy.reports.limit: a concurrency alone counts no permits, was \""
                                + value + '"'));
    }

    @Test
    void read_limitsOnATierAlone_canHaveABlock() {
        Map<String, String> attributes = Map.of("concurrency", "5", "block", "5m");
        assertThat(MapSource.of("policies", "reports", "tiers", "free", "policy.reports.tier.free.limit", "5/1m")
                        .problems(List.of(declaration(attributes))))
                .noneSatisfy(problem -> assertThat(problem).contains("counts no permits"));
        assertThat(MapSource.of("policies", "reports").problems(List.of(declaration(attributes))))
                .anySatisfy(problem -> assertThat(problem).startsWith("a.Place: block: needs"));
    }

    @Test
    void read_neither_isAProblem() {
        assertThat(reports("scope", "user").problems())
                .containsExactly(
                        "ratelimit.policy.reports.limit: required, but missing; the policy is listed in ratelimit.policies");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1000001", "two", "1.5"})
    void read_wrongNumber_isAProblem(String text) {
        assertThat(reports("concurrency", text).problems())
                .singleElement()
                .asString()
                .startsWith("ratelimit.policy.reports.concurrency: ")
                .endsWith("was \"" + text + '"');
    }

    @Test
    void read_attribute_isOverriddenByTheConfiguration() {
        Map<String, String> attributes = Map.of("concurrency", "7");
        assertThat(MapSource.of()
                        .read(List.of(declaration(attributes)))
                        .policies()
                        .get("reports")
                        .policy()
                        .concurrency())
                .contains(7);
        assertThat(reports("concurrency", "3")
                        .read(List.of(declaration(attributes)))
                        .policies()
                        .get("reports")
                        .policy()
                        .concurrency())
                .contains(3);
        assertThat(MapSource.of().problems(List.of(declaration(Map.of("concurrency", "-7")))))
                .singleElement()
                .asString()
                .startsWith("a.Place: concurrency: ");
    }

    @Test
    void read_nameOfWhatItRefuses_isAProblem() {
        assertThat(MapSource.of(
                                "policies", "a,a-concurrency",
                                "policy.a.concurrency", "1",
                                "policy.a-concurrency.limit", "1/1h")
                        .problems())
                .containsExactly("ratelimit.policy.a.concurrency: what it refuses would have the name of policy"
                        + " \"a-concurrency\", was \"1\"");
    }

    @Test
    void read_onTiers_isTheirsElseThePolicys() {
        PolicySettings policy = reports(
                        "concurrency", "2", "limit", "9/1h", "tier.paid.concurrency", "20", "tier.gold.limit", "99/1h")
                .with("tiers", "free,paid,gold")
                .policy("reports");
        assertThat(policy.onTier("free").concurrency()).contains(2);
        assertThat(policy.onTier("paid").concurrency()).contains(20);
        assertThat(policy.onTier("paid").limits()).hasToString("[9/1h]");
        assertThat(policy.onTier("gold").concurrency()).contains(2);
        assertThat(policy.onTier("gold").limits()).hasToString("[99/1h]");
        assertThat(policy.policy().concurrency()).contains(2);
    }

    @Test
    void read_onlyOnATier_isAProblem() {
        assertThat(reports("limit", "9/1h", "tier.paid.concurrency", "20")
                        .with("tiers", "free,paid")
                        .problems())
                .containsExactly("ratelimit.policy.reports.tier.paid.concurrency: needs"
                        + " ratelimit.policy.reports.concurrency too, was \"20\"");
        assertThat(reports("concurrency", "9", "tier.paid.concurrency", "none")
                        .with("tiers", "free,paid")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("ratelimit.policy.reports.tier.paid.concurrency: ");
    }

    @Test
    void filterProperties_concurrency_needsTheFilterOfTheJar() {
        assertThat(reports("concurrency", "9").read().filterProperties())
                .containsExactly("ratelimit.policy.reports.concurrency");
    }
}
