package dev.weir.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.config.rule.AdaptiveRule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureTest {

    private static final AdaptiveRule RULE = new AdaptiveRule(1_000, 500, 50);
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final MutableClock clock = new MutableClock();
    private final Pressure pressure = new Pressure();

    private int percent() {
        return pressure.percent(RULE, clock.millis());
    }

    private void answer(int responses, long tookMillis, int status) {
        for (int i = 0; i < responses; i++) {
            pressure.began(RULE, clock.millis());
            pressure.ended(RULE, tookMillis, status, clock.millis());
        }
    }

    private int afterWindow() {
        clock.advance(WINDOW);
        return percent();
    }

    private void badWindow() {
        answer(20, 1_001, 200);
        clock.advance(WINDOW);
    }

    @Test
    void percent_withoutAnyRequest_isAll() {
        assertThat(percent()).isEqualTo(100);
        assertThat(afterWindow()).isEqualTo(100);
    }

    /** The 95th percentile of 100 is the 95th: five may be slower. Of 119 it is the 114th, of 120 the 114th, too. */
    @ParameterizedTest
    @CsvSource({
        "100, 5, 100",
        "100, 6, 90",
        "119, 5, 100",
        "119, 6, 90",
        "120, 6, 100",
        "120, 7, 90",
        "20, 1, 100",
        "20, 2, 90"
    })
    void percent_slowResponses_areBadAboveTheTwentiethPart(int responses, int slow, int expected) {
        answer(responses - slow, 1_000, 200);
        answer(slow, 1_001, 200);
        assertThat(percent()).as("while the window lasts").isEqualTo(100);
        assertThat(afterWindow()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"499, 0", "500, 10", "503, 10", "599, 10"})
    void percent_errors_areStatusesFrom500On(int status, int less) {
        answer(94, 1, 200);
        answer(6, 1, status);
        assertThat(afterWindow()).isEqualTo(100 - less);
    }

    @ParameterizedTest
    @CsvSource({"5, 100", "6, 90"})
    void percent_shareOfErrors_isBadAboveTheConfiguredOne(int errors, int expected) {
        answer(100 - errors, 1, 200);
        answer(errors, 1, 500);
        assertThat(afterWindow()).isEqualTo(expected);
    }

    @Test
    void percent_badWindows_shrinkByTenToTheFloor() {
        for (int expected : new int[] {90, 80, 70, 60, 50, 50}) {
            badWindow();
            assertThat(percent()).isEqualTo(expected);
        }
    }

    @Test
    void percent_floorBetweenSteps_isTheLowest() {
        AdaptiveRule rule = new AdaptiveRule(1_000, 500, 85);
        for (int i = 0; i < 20; i++) {
            pressure.ended(rule, 2_000, 200, clock.millis());
        }
        clock.advance(WINDOW);
        assertThat(pressure.percent(rule, clock.millis())).isEqualTo(90);
        for (int i = 0; i < 20; i++) {
            pressure.ended(rule, 2_000, 200, clock.millis());
        }
        clock.advance(WINDOW);
        assertThat(pressure.percent(rule, clock.millis())).isEqualTo(85);
    }

    @Test
    void percent_goodWindows_recoverByFive() {
        badWindow();
        badWindow();
        for (int expected : new int[] {85, 90, 95, 100, 100}) {
            answer(20, 1, 200);
            assertThat(afterWindow()).isEqualTo(expected);
        }
    }

    @Test
    void percent_windowsWithoutRequests_areGood() {
        badWindow();
        badWindow();
        badWindow();
        clock.advance(WINDOW.multipliedBy(2));
        assertThat(percent()).as("two empty windows").isEqualTo(80);
        clock.advance(WINDOW.multipliedBy(1_000_000));
        assertThat(percent()).isEqualTo(100);
    }

    @Test
    void percent_fewResponses_neverShrink() {
        answer(19, 5_000, 500);
        assertThat(afterWindow()).isEqualTo(100);
    }

    @Test
    void percent_fewBadResponses_doNotRecoverEither() {
        badWindow();
        answer(1, 5_000, 200);
        assertThat(afterWindow()).isEqualTo(90);
        answer(1, 1, 500);
        assertThat(afterWindow()).isEqualTo(90);
        answer(1, 1, 200);
        assertThat(afterWindow()).isEqualTo(95);
    }

    @Test
    void percent_manyRequestsAndFewResponses_doNotRecover() {
        badWindow();
        for (int i = 0; i < 20; i++) {
            pressure.began(RULE, clock.millis());
        }
        assertThat(afterWindow()).as("the application hangs").isEqualTo(90);
    }

    @Test
    void percent_windowBoundary_isAMultipleOfTenSeconds() {
        clock.advance(Duration.ofMillis(9_999));
        answer(20, 5_000, 200);
        assertThat(percent()).isEqualTo(100);
        clock.advance(Duration.ofMillis(1));
        assertThat(percent()).isEqualTo(90);
    }

    @Test
    void percent_clockGoesBack_staysAsItIs() {
        badWindow();
        assertThat(percent()).isEqualTo(90);
        clock.advance(Duration.ofMinutes(-1));
        assertThat(percent()).isEqualTo(90);
        answer(20, 5_000, 200);
        clock.advance(Duration.ofMinutes(1).plus(WINDOW));
        assertThat(percent()).as("counted in the window that was known").isEqualTo(80);
    }
}
