package dev.weir.outbound.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.strict.ArrivalLog;
import dev.weir.outbound.strict.StrictRules;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Cases 1, 4, 5 and 8: the pace of one instance, as the remote sees it. Permits are in use until the response, because
 * how late a call arrives depends on what else the machine does; the default is judged in virtual time.
 */
class PaceCasesTest {

    private static final String[] UNTIL_RESPONSE = {"permit-until", "response", "max-wait", "5m", "deadline", "5m"};

    private static ArrivalLog calls(Kis kis, int number) {
        List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(kis.callAsync(String.valueOf(i)));
        }
        all.forEach(each -> assertThat(each.join().statusCode()).isEqualTo(200));
        return kis.remote.log();
    }

    @Test
    void callAsync_hundredAtOnce_noneIsRefused() {
        try (Kis kis = new Kis(UNTIL_RESPONSE)) {
            ArrivalLog log = calls(kis, 100);
            assertThat(log.count()).isEqualTo(100);
            assertThat(log.refusals()).isZero();
            assertThat(log.mostIn(Duration.ofSeconds(1))).isLessThanOrEqualTo(20);
        }
    }

    @Test
    void callAsync_remoteCountsFixedSeconds_noneIsRefused() {
        try (Kis kis = new Kis(UNTIL_RESPONSE)) {
            kis.remote.rules(StrictRules.defaults().withFixedSeconds());
            ArrivalLog log = calls(kis, 60);
            assertThat(log.count()).isEqualTo(60);
            assertThat(log.refusals()).isZero();
        }
    }

    @Test
    void callAsync_remoteCountsLate_noneIsRefused() {
        try (Kis kis = new Kis(UNTIL_RESPONSE)) {
            kis.remote.rules(StrictRules.defaults().withDelay(Duration.ofMillis(80), 7));
            ArrivalLog log = calls(kis, 100);
            assertThat(log.count()).isEqualTo(100);
            assertThat(log.refusals()).isZero();
        }
    }

    @Test
    void callAsync_fortyOfFiftyCancelled_theOthersMoveUp() {
        try (Kis kis = new Kis(UNTIL_RESPONSE)) {
            calls(kis, 20);
            List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(kis.callAsync(String.valueOf(100 + i)));
            }
            for (int i = 0; i < 50; i++) {
                if (i % 5 != 0) {
                    waiting.get(i).cancel(true);
                }
            }
            for (int i = 0; i < 50; i += 5) {
                assertThat(waiting.get(i).join().statusCode()).isEqualTo(200);
            }
            assertThat(kis.remote.log().of("1").count())
                    .as("not those that left")
                    .isLessThanOrEqualTo(22);
        }
    }
}
