package dev.weir.outbound.queue;

import static dev.weir.outbound.queue.SimulatedCluster.KIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.outbound.Permit;
import dev.weir.outbound.ThrottleTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PermitWaitTest {

    @Test
    void await_isInterrupted_placeIsFreeAtOnce() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(20, Duration.ofMinutes(1));
        cluster.time.runUntilMillis(10);
        CompletableFuture<Permit> waiting = only.queue.acquire(List.of(KIS), 1, 0, Duration.ofMinutes(1));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                PermitWait.await(waiting);
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
            }
        });
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        only.calls(1, Duration.ofMinutes(1));
        thread.interrupt();
        await().until(() -> !thread.isAlive());
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(only.queue.queued(KIS)).isEqualTo(1);
        cluster.time.runUntilMillis(1_030);
        assertThat(only.granted).hasSize(21);
    }

    @Test
    void await_noPermitInTime_throwsTheException() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(20, Duration.ofMinutes(1));
        cluster.time.runUntilMillis(10);
        CompletableFuture<Permit> waiting = only.queue.acquire(List.of(KIS), 1, 0, Duration.ofMillis(900));
        assertThatThrownBy(() -> PermitWait.await(waiting))
                .isInstanceOfSatisfying(ThrottleTimeoutException.class, e -> {
                    assertThat(e.policy()).isEqualTo("kis");
                    assertThat(e.estimatedWait()).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_020));
                });
    }

    @Test
    void giveUp_permitCameAtTheSameTime_isGivenBack() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        CompletableFuture<Permit> future = only.queue.acquire(List.of(KIS), 20, 0, Duration.ofMinutes(1));
        cluster.time.runUntilMillis(10);
        PermitWait.giveUp(future);
        cluster.time.runUntilMillis(20);
        only.calls(20, Duration.ZERO);
        cluster.time.runUntilMillis(30);
        assertThat(only.granted).hasSize(20);
    }
}
