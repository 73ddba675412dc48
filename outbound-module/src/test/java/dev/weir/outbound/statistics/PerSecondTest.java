package dev.weir.outbound.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PerSecondTest {

    private static final long START = 1_000_000_000_000L;

    private final PerSecond perSecond = new PerSecond(START);

    @Test
    void series_ofThreeSeconds_hasTheZeroBetween() {
        perSecond.record(START);
        perSecond.record(START + 999);
        perSecond.record(START + 2_000);
        assertThat(perSecond.series(START + 60_000)).isEqualTo(new Series(START / 1_000, List.of(2L, 0L, 1L)));
    }

    @Test
    void series_afterTenMinutes_hasForgottenTheFirstSecond() {
        perSecond.record(START);
        assertThat(perSecond.series(START + 599_999).counts()).containsExactly(1L);
        assertThat(perSecond.series(START + 600_000)).isEqualTo(Series.NONE);
    }

    @Test
    void record_afterAGapOfHours_countsInTheNewSecondOnly() {
        perSecond.record(START);
        perSecond.record(START + 36_000_000);
        assertThat(perSecond.series(START + 36_000_000)).isEqualTo(new Series(START / 1_000 + 36_000, List.of(1L)));
    }

    @Test
    void record_whileTheClockGoesBack_losesNothing() {
        perSecond.record(START + 5_000);
        perSecond.record(START);
        assertThat(perSecond.series(START).counts()).containsExactly(2L);
    }

    @Test
    void whole_withinASecond_leavesThatSecondOut() {
        perSecond.record(START);
        perSecond.record(START + 1_000);
        assertThat(perSecond.whole(3, START + 1_500)).containsExactly(0L, 0L, 1L);
    }

    @Test
    void since_anEarlierMoment_hasWhatCameAfterIt() {
        perSecond.record(START);
        perSecond.record(START + 1_000);
        Series before = perSecond.series(START + 1_000);
        perSecond.record(START + 1_500);
        perSecond.record(START + 3_000);
        assertThat(perSecond.series(START + 3_000).since(before))
                .isEqualTo(new Series(START / 1_000 + 1, List.of(1L, 0L, 1L)));
    }
}
