package dev.weir.outbound.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.strict.ArrivalLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A minute of calls against a real remote, without a pause. */
class SoakTest {

    private static final int CALLS = 1_150;

    @Test
    void callAsync_forAMinute_noneIsRefused() throws InterruptedException {
        try (Kis kis = new Kis("permit-until", "response", "max-wait", "2m", "deadline", "2m")) {
            Semaphore inFlight = new Semaphore(200);
            AtomicInteger failed = new AtomicInteger();
            CompletableFuture<?>[] all = new CompletableFuture<?>[CALLS];
            for (int i = 0; i < CALLS; i++) {
                inFlight.acquire();
                all[i] = kis.callAsync(String.valueOf(i)).whenComplete((response, failure) -> {
                    inFlight.release();
                    if (failure != null) {
                        failed.incrementAndGet();
                    }
                });
            }
            CompletableFuture.allOf(all).join();
            ArrivalLog log = kis.remote.log();
            assertThat(failed).hasValue(0);
            assertThat(log.refusals()).isZero();
            assertThat(log.count()).isEqualTo(CALLS);
            System.getLogger(SoakTest.class.getName())
                    .log(System.Logger.Level.INFO, "a minute of calls: {0} a second", log.perSecond());
        }
    }
}
