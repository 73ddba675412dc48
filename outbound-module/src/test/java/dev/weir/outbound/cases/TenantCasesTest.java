package dev.weir.outbound.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.outbound.Throttle;
import dev.weir.outbound.ThrottleTimeoutException;
import dev.weir.outbound.standalone.StandaloneThrottle;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policies of scope {@code tenant}, in a program that names the tenants. */
class TenantCasesTest {

    private final StandaloneThrottle throttle = StandaloneThrottle.start(Map.of(
            "ratelimit.policies", "kis,all",
            "ratelimit.policy.kis.limit", "3/1h",
            "ratelimit.policy.kis.scope", "tenant",
            "ratelimit.policy.all.limit", "3/1h",
            "ratelimit.tenant.from", "code"));

    @AfterEach
    void stop() {
        throttle.close();
    }

    private static int granted(Throttle throttle, String policy) throws InterruptedException {
        for (int granted = 0; granted < 10; granted++) {
            try {
                throttle.acquire(policy, Duration.ZERO).close();
            } catch (ThrottleTimeoutException e) {
                return granted;
            }
        }
        return 10;
    }

    @Test
    void forTenant_twoOfThem_haveALimitEach() throws InterruptedException {
        assertThat(granted(throttle.forTenant("acme"), "kis")).isEqualTo(3);
        assertThat(granted(throttle.forTenant("acme"), "kis")).isZero();
        assertThat(granted(throttle.forTenant("other"), "kis")).isEqualTo(3);
        // calls of no tenant have one together
        assertThat(granted(throttle, "kis")).isEqualTo(3);
        assertThat(throttle.statistics("kis").calls()).isEqualTo(9);
        assertThat(throttle.forTenant("acme").statistics("kis").calls()).isEqualTo(9);
    }

    @Test
    void forTenant_policyOfAnotherScope_hasOneLimitForAll() throws InterruptedException {
        assertThat(granted(throttle.forTenant("acme"), "all")).isEqualTo(3);
        assertThat(granted(throttle.forTenant("other"), "all")).isZero();
        assertThat(granted(throttle, "all")).isZero();
    }

    @Test
    void pause_ofOneTenant_stopsItsCallsAlone() throws Exception {
        throttle.forTenant("acme").pause("kis", Duration.ofHours(1));
        assertThat(granted(throttle.forTenant("acme"), "kis")).isZero();
        assertThat(throttle.forTenant("other").call("kis", () -> "called")).isEqualTo("called");
        throttle.forTenant("acme").pause("kis", Duration.ZERO);
        assertThat(granted(throttle.forTenant("acme"), "kis")).isEqualTo(3);
    }

    @Test
    void forTenant_withoutAName_isRejected() {
        assertThatThrownBy(() -> throttle.forTenant(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the id of a tenant must not be empty");
    }
}
