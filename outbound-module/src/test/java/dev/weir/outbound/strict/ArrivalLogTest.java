package dev.weir.outbound.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalLogTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static ArrivalLog atMillis(long... millis) {
        List<Arrival> arrivals = new ArrayList<>();
        for (long each : millis) {
            arrivals.add(new Arrival("c" + arrivals.size(), "GET", TimeUnit.MILLISECONDS.toNanos(each), each < 0));
        }
        return new ArrivalLog(arrivals);
    }

    @Test
    void mostIn_ofASecond_countsTheDensestAndNotTheOneASecondLater() {
        assertThat(atMillis(0, 500, 999, 1_000, 1_499, 1_500, 3_000).mostIn(SECOND))
                .isEqualTo(4);
        assertThat(atMillis(0, 1_000, 2_000).mostIn(SECOND)).isOne();
        assertThat(atMillis(0, 999).mostIn(SECOND)).isEqualTo(2);
        assertThat(atMillis().mostIn(SECOND)).isZero();
    }

    @Test
    void perSecond_ofElevenInASecond_isTen() {
        assertThat(atMillis(0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000)
                        .perSecond())
                .isCloseTo(10, within(1e-9));
        assertThat(atMillis(5).perSecond()).isZero();
    }

    @Test
    void gap_ofPercentages_isOneThatThereIs() {
        ArrivalLog log = atMillis(0, 10, 30, 60, 100);
        assertThat(log.gaps())
                .containsExactly(
                        Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(30), Duration.ofMillis(40));
        assertThat(log.gap(1)).isEqualTo(Duration.ofMillis(10));
        assertThat(log.gap(50)).isEqualTo(Duration.ofMillis(20));
        assertThat(log.gap(99)).isEqualTo(Duration.ofMillis(40));
        assertThat(log.span()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void inversions_ofIds_countsEachStepBack() {
        List<Arrival> arrivals = new ArrayList<>();
        for (String id : List.of("a1", "a2", "a10", "a3", "a11", "a4")) {
            arrivals.add(new Arrival(id, "GET", 0, false));
        }
        assertThat(new ArrivalLog(arrivals).inversions()).isEqualTo(2);
        assertThat(new ArrivalLog(arrivals.subList(0, 3)).inversions()).isZero();
    }

    @Test
    void refusals_ofAPart_areCountedThere() {
        ArrivalLog log = atMillis(-2, -1, 0, 1);
        assertThat(log.refusals()).isEqualTo(2);
        assertThat(log.accepted().ids()).containsExactly("c2", "c3");
        assertThat(log.first(1).refusals()).isOne();
        assertThat(log.after(2).refusals()).isZero();
        assertThat(log.of("c3").count()).isOne();
        assertThat(log.ids()).containsExactly("c0", "c1", "c2", "c3");
    }
}
