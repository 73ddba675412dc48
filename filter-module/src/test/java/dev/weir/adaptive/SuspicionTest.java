package dev.weir.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SuspicionTest {

    private static final long NOW = 1_763_690_000_000L;
    private static final long TEN_MINUTES = 600_000;

    private static Suspicion times(int number, Suspicion from, UnaryOperator<Suspicion> step) {
        return Stream.iterate(from, step).skip(number).findFirst().orElseThrow();
    }

    private static Suspicion level(int level) {
        return new Suspicion(level, NOW, 0, 0, 0, 0);
    }

    @Test
    void refused_everyHundredth_raises() {
        Suspicion before = times(99, Suspicion.NONE, each -> each.refused(NOW));
        assertThat(before.level()).isZero();
        Suspicion after = before.refused(NOW);
        assertThat(after.level()).isOne();
        assertThat(times(99, after, each -> each.refused(NOW)).level()).isOne();
        assertThat(times(100, after, each -> each.refused(NOW)).level()).isEqualTo(2);
    }

    @Test
    void rejected_twentyInARow_raise() {
        Suspicion before = times(19, Suspicion.NONE, each -> each.rejected(NOW));
        assertThat(before.level()).isZero();
        assertThat(before.rejected(NOW).level()).isOne();
        assertThat(times(20, before.rejected(NOW), each -> each.rejected(NOW)).level())
                .isEqualTo(2);
    }

    @Test
    void accepted_inBetween_beginsTheRowAnew() {
        Suspicion interrupted =
                times(19, Suspicion.NONE, each -> each.rejected(NOW)).accepted();
        assertThat(times(19, interrupted, each -> each.rejected(NOW)).level()).isZero();
        assertThat(times(20, interrupted, each -> each.rejected(NOW)).level()).isOne();
    }

    @Test
    void blocked_eachBlock_raisesOnce() {
        Suspicion first = Suspicion.NONE.blocked(NOW + 60_000, NOW);
        assertThat(first.level()).isOne();
        assertThat(first.blocked(NOW + 60_000, NOW + 59_999).level()).isOne();
        assertThat(first.blocked(NOW + 120_000, NOW + 60_000).level()).isEqualTo(2);
    }

    @Test
    void level_isFiveAtMost() {
        assertThat(times(1_000, Suspicion.NONE, each -> each.refused(NOW)).level())
                .isEqualTo(5);
    }

    @Test
    void at_everyTenQuietMinutes_isOneLess() {
        Suspicion five = level(5);
        assertThat(five.at(NOW + TEN_MINUTES - 1).level()).isEqualTo(5);
        assertThat(five.at(NOW + TEN_MINUTES).level()).isEqualTo(4);
        assertThat(five.at(NOW + 2 * TEN_MINUTES - 1).level()).isEqualTo(4);
        assertThat(five.at(NOW + 5 * TEN_MINUTES).level()).isZero();
        assertThat(five.at(NOW + 100 * TEN_MINUTES).level()).isZero();
    }

    @Test
    void at_severalTimes_isAsOnce() {
        Suspicion stepwise = level(5).at(NOW + TEN_MINUTES + 7).at(NOW + 2 * TEN_MINUTES);
        assertThat(stepwise).isEqualTo(level(5).at(NOW + 2 * TEN_MINUTES));
    }

    @Test
    void at_anIncidentInBetween_isNotQuiet() {
        Suspicion asked = level(3).refused(NOW + TEN_MINUTES - 1);
        assertThat(asked.at(NOW + TEN_MINUTES).level()).isEqualTo(3);
        assertThat(asked.at(NOW + 2 * TEN_MINUTES - 1).level()).isEqualTo(2);
    }

    @Test
    void at_tenQuietMinutes_forgetTheRefusalsSoFar() {
        Suspicion before = times(99, Suspicion.NONE, each -> each.refused(NOW));
        assertThat(before.refused(NOW + TEN_MINUTES).level()).isZero();
    }

    @Test
    void isOver_levelZeroAndQuiet_isTrue() {
        assertThat(level(1).isOver(NOW + TEN_MINUTES - 1)).isFalse();
        assertThat(level(1).isOver(NOW + TEN_MINUTES)).isTrue();
        assertThat(level(5).isOver(NOW + 5 * TEN_MINUTES - 1)).isFalse();
        assertThat(Suspicion.NONE.refused(NOW).isOver(NOW + 1)).isFalse();
    }

    @Test
    void with_anotherInstance_isTheHigherLevel() {
        Suspicion mine = times(99, level(1), each -> each.refused(NOW));
        Suspicion both = mine.with(level(3), NOW);
        assertThat(both.level()).isEqualTo(3);
        assertThat(both.refused(NOW).level())
                .as("its own refusals go on counting")
                .isEqualTo(4);
        assertThat(level(3).with(level(1), NOW).level()).isEqualTo(3);
    }

    @Test
    void with_aBlockThatBothSee_isCountedOnce() {
        Suspicion known = Suspicion.NONE.with(Suspicion.NONE.blocked(NOW + 60_000, NOW), NOW);
        assertThat(known.blocked(NOW + 60_000, NOW + 1).level()).isOne();
    }

    @Test
    void with_forgivenSince_isNothing() {
        Suspicion forgiven = Suspicion.forgiven(NOW + 1);
        assertThat(level(5).with(forgiven, NOW + 1).level()).isZero();
        assertThat(forgiven.with(level(5), NOW + 2).level())
                .as("an old message")
                .isZero();
        Suspicion again = level(0).blocked(NOW + 60_000, NOW + 5);
        assertThat(forgiven.with(again, NOW + 5).level()).isOne();
    }
}
