package dev.weir.outbound.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.outbound.Permit;
import dev.weir.outbound.Throttle;
import dev.weir.spi.Modules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How permits come to those who wait, with the threads of an application. */
class GrantedPermitsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int CALLS = 300;

    private final OutboundModule module = new OutboundModule();
    private final AutoCloseable running = Modules.start(
            module,
            Map.of(
                    "ratelimit.store", "local",
                    "ratelimit.policies", "kis",
                    "ratelimit.policy.kis.limit", "1000000/1s",
                    "ratelimit.throttle.kis.guard", "0ms"));
    private final Throttle throttle = module.throttles().api();

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    /** Case 7. */
    @Test
    void acquireAsync_manyThatWait_getTheirPermitsInTheirOrder() {
        ThrottleRequest request = module.throttles().request("kis");
        for (int round = 0; round < 30; round++) {
            throttle.pause("kis", Duration.ofMinutes(1));
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                int number = i;
                all.add(request.acquireAsync(LONG).thenAccept(permit -> {
                    order.add(number);
                    permit.close();
                }));
            }
            throttle.pause("kis", Duration.ZERO);
            all.forEach(CompletableFuture::join);
            assertThat(order).isEqualTo(IntStream.range(0, CALLS).boxed().toList());
        }
    }

    @Test
    void acquireAsync_completedByTheCaller_leavesItsPlace() {
        throttle.pause("kis", Duration.ofMinutes(1));
        CompletableFuture<Permit> permit = throttle.acquireAsync("kis", LONG).toCompletableFuture();
        await().until(() -> throttle.statistics("kis").queued() == 1);
        permit.completeExceptionally(new IllegalStateException("no longer wanted"));
        await().until(() -> throttle.statistics("kis").queued() == 0);
    }
}
