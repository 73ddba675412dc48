package dev.weir.outbound.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.outbound.Permit;
import dev.weir.outbound.ThrottleException;
import dev.weir.outbound.ThrottleTimeoutException;
import dev.weir.outbound.standalone.StandaloneThrottle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Cases 9 to 11: how calls wait. */
class WaitingCasesTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static CompletableFuture<Permit> acquire(Kis kis, Duration maxWait) {
        return kis.throttle.acquireAsync(Kis.POLICY, maxWait).toCompletableFuture();
    }

    @Test
    void acquireAsync_hundredWithAMaxWaitBelowAWindow_twentyRunAndTheOthersFailAtOnce() {
        try (Kis kis = new Kis()) {
            List<CompletableFuture<Permit>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(acquire(kis, Duration.ofMillis(800)));
            }
            long run = 0;
            for (CompletableFuture<Permit> each : all) {
                try {
                    each.join().close();
                    run++;
                } catch (CompletionException e) {
                    assertThat(e.getCause()).isInstanceOf(ThrottleTimeoutException.class);
                    assertThat(((ThrottleTimeoutException) e.getCause()).estimatedWait())
                            .isGreaterThan(Duration.ofMillis(800));
                }
            }
            assertThat(run).isBetween(19L, 21L);
            assertThat(kis.throttle.statistics(Kis.POLICY).failed()).containsEntry("timeout", 100 - run);
        }
    }

    @Test
    void acquire_interrupted_givesItsPlaceUp() throws Exception {
        try (Kis kis = new Kis()) {
            List<CompletableFuture<Permit>> first = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                first.add(acquire(kis, LONG));
            }
            first.forEach(CompletableFuture::join);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread waits = new Thread(() -> {
                try {
                    kis.throttle.acquire(Kis.POLICY, LONG).close();
                } catch (InterruptedException | ThrottleException e) {
                    thrown.set(e);
                }
            });
            waits.start();
            await().until(() -> kis.throttle.statistics(Kis.POLICY).queued() == 1);
            waits.interrupt();
            waits.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            await().until(() -> kis.throttle.statistics(Kis.POLICY).queued() == 0);
            acquire(kis, LONG).join().close();
        }
    }

    @Test
    void acquireAsync_aThousand_takeFewThreads() {
        try (Kis kis = new Kis()) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            List<CompletableFuture<Permit>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                all.add(acquire(kis, LONG));
            }
            await().until(() -> kis.throttle.statistics(Kis.POLICY).queued() > 900);
            // those of this library: tests of others end and begin some too
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(each -> !before.contains(each) && each.getName().startsWith("weir"))
                    .hasSizeLessThanOrEqualTo(4);
            all.forEach(each -> each.cancel(false));
            await().until(() -> kis.throttle.statistics(Kis.POLICY).queued() == 0);
        }
    }

    @Test
    void acquire_noSuchPolicy_isRefusedByItsName() {
        try (Kis kis = new Kis()) {
            assertThatThrownBy(() -> kis.throttle.acquire("kos", LONG))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no such policy, was \"kos\"");
        }
    }

    @Test
    void acquireAsync_limitsAreTurnedOff_nothingWaits() {
        Map<String, String> off = Map.of(
                "ratelimit.enabled", "false",
                "ratelimit.policies", "kis",
                "ratelimit.policy.kis.limit", "1/1h",
                "ratelimit.throttle.kis.spacing", "even",
                "ratelimit.throttle.kis.concurrency", "1");
        try (StandaloneThrottle throttle = StandaloneThrottle.start(off)) {
            List<CompletableFuture<Permit>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(throttle.acquireAsync("kis", LONG).toCompletableFuture());
            }
            all.forEach(each -> each.join().close());
        }
    }

    @Test
    void close_callsThatWait_fail() {
        CompletableFuture<Permit> waits;
        CompletableFuture<String> pauses;
        try (Kis kis = new Kis()) {
            kis.throttle.pause(Kis.POLICY, Duration.ofMinutes(1));
            waits = acquire(kis, Duration.ofMinutes(5));
            await().until(() -> kis.throttle.statistics(Kis.POLICY).queued() == 1);
            pauses = kis.throttle
                    .callAsync(Kis.POLICY, () -> CompletableFuture.completedFuture("never"))
                    .toCompletableFuture();
        }
        assertThatThrownBy(waits::join).hasRootCauseMessage("the application has ended");
        assertThatThrownBy(pauses::join).isInstanceOf(CompletionException.class);
    }

    @Test
    void pause_duration_letsNoCallBegin() {
        try (Kis kis = new Kis()) {
            kis.throttle.pause(Kis.POLICY, Duration.ofMinutes(1));
            assertThatThrownBy(() -> kis.throttle.acquire(Kis.POLICY, Duration.ofMillis(200)))
                    .isInstanceOf(ThrottleTimeoutException.class);
            kis.throttle.pause(Kis.POLICY, Duration.ZERO);
            acquire(kis, LONG).join().close();
        }
    }
}
