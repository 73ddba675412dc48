package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the listener is told of requests. */
class RequestLimiterListenerTest {

    private final FakeRequest request = new FakeRequest();

    @Test
    void admit_request_isToldOnceForEachPolicy() {
        LimiterFixture fixture = LimiterFixture.of("a", "1/1h", "b", "5/1h");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        fixture.admit(request, requestDecisions, "a", "b");
        fixture.admit(request, requestDecisions, "b");
        assertThat(fixture.told.notes).containsExactly("allowed a", "allowed b");
    }

    @Test
    void admit_refusal_isTold() {
        LimiterFixture fixture = LimiterFixture.of("a", "0/1h");
        fixture.admit(request, "a");
        assertThat(fixture.told.notes).containsExactly("refused a");
    }

    @Test
    void admit_exemptTwice_isToldOnceForEachPolicyThatWouldApply() {
        LimiterFixture fixture = new LimiterFixture(
                Map.of(),
                "policies",
                "a,b,off",
                "policy.a.limit",
                "1/1h",
                "policy.b.limit",
                "1/1h",
                "policy.off.limit",
                "1/1h",
                "policy.off.mode",
                "off",
                "exempt.paths",
                "/public");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        FakeRequest exempt = request.to("GET", "/public");
        fixture.admit(exempt, requestDecisions, "a", "off");
        fixture.admit(exempt, requestDecisions, "a", "b");
        assertThat(fixture.told.notes).containsExactly("exempt a", "exempt b");
    }

    @Test
    void admit_ownError_fallsBack() {
        LimiterFixture fixture = LimiterFixture.of("a", "1/1h");
        fixture.store.broken = true;
        fixture.admit(request, "a");
        assertThat(fixture.told.notes).containsExactly("fell back a");
    }
}
