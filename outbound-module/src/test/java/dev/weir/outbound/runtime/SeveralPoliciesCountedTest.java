package dev.weir.outbound.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.outbound.ThrottleStatistics;
import dev.weir.spi.Modules;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call of two policies is one of each. */
class SeveralPoliciesCountedTest {

    private final OutboundModule module = new OutboundModule();
    private final AutoCloseable running = Modules.start(
            module,
            Map.of(
                    "ratelimit.store", "local",
                    "ratelimit.policies", "one,other",
                    "ratelimit.policy.one.limit", "20/1s",
                    "ratelimit.policy.other.limit", "20/1s",
                    "ratelimit.throttle.one.retries", "2",
                    "ratelimit.throttle.one.retry-budget", "100%",
                    "ratelimit.throttle.one.retry-methods", "any",
                    "ratelimit.throttle.one.backoff", "50ms"));
    private final ThrottleRequest request = module.throttles().request(List.of("one", "other"));

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private ThrottleStatistics statistics(String policy) {
        return module.throttles().api().statistics(policy);
    }

    @Test
    void call_ofTwoPolicies_isCountedForEach() throws Exception {
        assertThat(request.call(() -> "called")).isEqualTo("called");
        for (String policy : List.of("one", "other")) {
            assertThat(statistics(policy).calls()).as(policy).isEqualTo(1);
            assertThat(statistics(policy).succeeded()).as(policy).isEqualTo(1);
        }
    }

    @Test
    void call_thatFails_isCountedForEachWithItsRetries() {
        assertThatThrownBy(() -> request.call(() -> {
                    throw new IOException("reset");
                }))
                .isInstanceOf(IOException.class);
        for (String policy : List.of("one", "other")) {
            assertThat(statistics(policy).calls()).as(policy).isEqualTo(3);
            assertThat(statistics(policy).retries()).as(policy).isEqualTo(2);
        }
    }

    @Test
    void permit_ofTwoPolicies_isACallOfEach() throws Exception {
        request.permit().close();
        assertThat(request.permit().cancel()).isTrue();
        request.flight().answered(200, Map.of(), Optional.empty());
        for (String policy : List.of("one", "other")) {
            assertThat(statistics(policy).calls()).as(policy).isEqualTo(2);
        }
    }
}
