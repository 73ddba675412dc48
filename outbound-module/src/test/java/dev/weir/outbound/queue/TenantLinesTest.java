package dev.weir.outbound.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.outbound.Permit;
import dev.weir.outbound.queue.port.LineId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Lines of many keys of one policy. */
class TenantLinesTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final SimulatedCluster cluster = SimulatedCluster.kis(1);
    private final SimulatedCluster.Instance only = cluster.instance("a", 0.5);

    private static LineId tenant(int number) {
        return new LineId("kis", Key.tenant("tenant-" + number));
    }

    private CompletableFuture<Permit> call(LineId line) {
        CompletableFuture<Permit> future = only.queue.acquire(List.of(line), 1, 0, LONG);
        var unused = future.thenAccept(permit -> cluster.time.after(10_000_000, permit::close));
        return future;
    }

    @Test
    void acquire_manyTenantsOneAfterTheOther_idleLinesEnd() {
        int most = 0;
        for (int i = 0; i < 20_000; i++) {
            call(tenant(i));
            cluster.time.runUntilMillis(i * 50L);
            most = Math.max(most, only.queue.size());
        }
        // those of one minute, and of the time between two looks
        assertThat(most).isBetween(1_000, 1_300);
    }

    @Test
    void acquire_floodOfTenants_onlyThoseOfTheLastMomentsHaveLines() {
        for (int i = 0; i < 20_000; i++) {
            call(tenant(i));
            cluster.time.runUntilMillis(i);
        }
        assertThat(only.queue.size()).isLessThan(2_500);
        assertThat(only.queue.queued("kis")).isLessThan(10);
    }

    @Test
    void acquire_whileLinesEnd_waitersKeepTheirPlaces() {
        List<CompletableFuture<Permit>> waiting = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            waiting.add(call(tenant(-1)));
        }
        for (int i = 0; i < 1_900; i++) {
            call(tenant(i));
            cluster.time.runUntilMillis(i);
        }
        assertThat(waiting.get(39)).isDone();
        assertThat(waiting.get(40)).isNotDone();
        cluster.time.runUntilMillis(2_200);
        assertThat(waiting.get(40)).isDone();
    }

    @Test
    void pause_ofATenant_isNotForgottenWithItsLine() {
        only.queue.pause(tenant(-1), Duration.ofMinutes(5));
        only.queue.remoteRefused(tenant(-2), Optional.of(Duration.ofMinutes(5)));
        for (int i = 0; i < 4_000; i++) {
            call(tenant(i));
            cluster.time.runUntilMillis(i * 50L);
        }
        assertThat(only.queue.acquire(List.of(tenant(-1)), 1, 0, Duration.ofSeconds(10)))
                .isCompletedExceptionally();
        assertThat(only.queue.acquire(List.of(tenant(-2)), 1, 0, Duration.ofSeconds(10)))
                .isCompletedExceptionally();
        assertThat(call(tenant(-3))).isNotCompletedExceptionally();
    }

    @Test
    void acquire_afterItsLineHasEnded_isBoundByTheCounter() {
        cluster.policy("kis", new Limit(1, Duration.ofHours(1)));
        call(tenant(-1));
        for (int i = 0; i < 4_000; i++) {
            call(tenant(i));
            cluster.time.runUntilMillis(i * 50L);
        }
        CompletableFuture<Permit> early = only.queue.acquire(List.of(tenant(-1)), 1, 0, Duration.ofMinutes(20));
        CompletableFuture<Permit> waits = only.queue.acquire(List.of(tenant(-1)), 1, 0, Duration.ofHours(2));
        cluster.time.runUntilMillis(200_000 + 20);
        assertThat(early).isCompletedExceptionally();
        assertThat(waits).isNotDone();
        cluster.time.runUntilMillis(3_601_000);
        assertThat(waits).isDone();
    }
}
