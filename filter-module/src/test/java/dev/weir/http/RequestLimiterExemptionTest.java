package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is never limited, and who is never let in. */
class RequestLimiterExemptionTest {

    private final LimiterFixture fixture = new LimiterFixture(
            Map.of(),
            "policies",
            "none-left",
            "policy.none-left.limit",
            "0/1h",
            "policy.none-left.scope",
            "global",
            "exempt.paths",
            "/health/**, GET /public",
            "exempt.addresses",
            "10.0.0.0/8, 2001:db8::/32",
            "exempt.roles",
            "probe, operator",
            "deny.addresses",
            "192.0.2.0/24");

    @ParameterizedTest
    @CsvSource({
        "GET, /health, true",
        "POST, /health/live, true",
        "GET, /public, true",
        "POST, /public, false",
        "GET, /healthy, false",
        "GET, /api/health, false",
    })
    void admit_exemptPath_isNeverCharged(String method, String path, boolean exempt) {
        assertExempt(new FakeRequest().to(method, path), exempt);
    }

    @ParameterizedTest
    @CsvSource({
        "/health, /health, true",
        "/health;x, /health, true",
        "/%68ealth/live, /health/live, true",
        "/limited;/..;/health, /limited, false",
        "/health, /limited, false",
        "/limited, /health, false",
    })
    void admit_exemptPath_isExemptForWhoeverReadsIt(String uri, String servletPath, boolean exempt) {
        assertExempt(new FakeRequest().spelt(uri, servletPath), exempt);
    }

    @ParameterizedTest
    @CsvSource({"10.200.1.2, true", "2001:db8:9::1, true", "11.0.0.1, false", "?:application, false"})
    void admit_exemptAddress_isNeverCharged(String address, boolean exempt) {
        assertExempt(new FakeRequest().from(address), exempt);
    }

    @ParameterizedTest
    @CsvSource({"operator, true", "probe, true", "user, false"})
    void admit_exemptRole_isNeverCharged(String role, boolean exempt) {
        assertExempt(new FakeRequest().by("alice", role), exempt);
    }

    @Test
    void admit_exemptOnce_isExemptForTheWholeRequest() {
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        FakeRequest request = new FakeRequest().to("GET", "/public");
        assertThat(fixture.admit(request, requestDecisions, "none-left")).isEmpty();
        assertThat(fixture.admit(request.to("GET", "/forwarded"), requestDecisions, "none-left"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.255, true", "192.0.3.0, false", "?:application, false"})
    void isDenied_address_isInARange(String address, boolean denied) {
        assertThat(fixture.limiter.isDenied(new FakeRequest().from(address))).isEqualTo(denied);
    }

    @Test
    void isDenied_turnedOff_isNobody() {
        LimiterFixture off = new LimiterFixture(Map.of(), "enabled", "false", "deny.addresses", "192.0.2.0/24");
        assertThat(off.limiter.isDenied(new FakeRequest().from("192.0.2.1"))).isFalse();
    }

    private void assertExempt(FakeRequest request, boolean exempt) {
        assertThat(fixture.admit(request, "none-left").isEmpty()).isEqualTo(exempt);
        assertThat(fixture.store.operations == 0).as("nobody is asked").isEqualTo(exempt);
    }
}
