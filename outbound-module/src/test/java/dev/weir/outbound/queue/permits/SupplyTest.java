package dev.weir.outbound.queue.permits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.outbound.queue.port.LineSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SupplyTest {

    private static final LineSettings TWENTY = new LineSettings(
            List.of(new Limit(20, Duration.ofSeconds(1))),
            Optional.empty(),
            false,
            Duration.ofSeconds(30),
            false,
            1_000,
            Duration.ofMillis(20),
            80,
            new LineSettings.Tightening(500, 50, Duration.ofMillis(50)));

    private final OwnUse own = new OwnUse();
    private final Supply supply = new Supply(own, TWENTY, 0);

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void refused(long asked, long left, long resetMillis, long retryMillis) {
        Duration reset = Duration.ofMillis(resetMillis);
        supply.refused(asked, left, nanos(100), reset, Duration.ofMillis(retryMillis), TWENTY, 1);
    }

    @Test
    void refused_fewerAreLeft_theyAreAskedForAtOnce() {
        refused(10, 3, 300, 500);
        assertThat(supply.next(nanos(110))).isLessThanOrEqualTo(nanos(110));
        assertThat(supply.free(nanos(110), TWENTY)).isEqualTo(3);
    }

    @Test
    void refused_allComeBackTogether_asManyAreAskedForThen() {
        refused(10, 0, 300, 301);
        assertThat(supply.next(nanos(110))).isEqualTo(nanos(400));
        assertThat(supply.free(nanos(110), TWENTY)).isZero();
        assertThat(supply.free(nanos(400), TWENTY)).isEqualTo(10);
    }

    @Test
    void refused_theyComeBackOneByOne_theFirstIsAskedForThen() {
        refused(10, 0, 300, 700);
        assertThat(supply.next(nanos(110))).isEqualTo(nanos(400));
        assertThat(supply.free(nanos(400), TWENTY)).isEqualTo(1);
    }

    @Test
    void refused_ownOnesHaveComeBackSince_areAskedForToo() {
        own.add(nanos(-700), 6, false);
        refused(10, 0, 300, 700);
        assertThat(supply.free(nanos(400), TWENTY)).isEqualTo(6);
    }

    @Test
    void refused_noMoreThanIsNeeded_waitsAsLongAsItIsTold() {
        refused(1, 0, 300, 700);
        assertThat(supply.next(nanos(110))).isEqualTo(nanos(800));
    }
}
