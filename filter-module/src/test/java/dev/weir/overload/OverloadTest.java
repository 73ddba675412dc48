package dev.weir.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.overload.OverloadSimulation.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy loses in an overload, and the plot of it; {@code -Doverload.write=true} draws the plot anew. */
class OverloadTest {

    private static final Path PLOT = Path.of("../docs/overload.svg");
    private static final long SEED = 42;

    /** Of the good requests, how many are not answered in time while the bad clients are there, in percent. */
    private static double lost(List<Step> steps) {
        int good = 0;
        int inTime = 0;
        int from = OverloadSimulation.BAD_FROM_SECONDS / OverloadSimulation.STEP_SECONDS;
        int to = OverloadSimulation.BAD_TO_SECONDS / OverloadSimulation.STEP_SECONDS;
        for (Step step : steps.subList(from, to)) {
            good += step.good;
            inTime += step.goodInTime;
        }
        return 100.0 * (good - inTime) / good;
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 1, 2, 3, 4})
    void overload_adaptive_goodClientsLoseAtMostFivePercent(long seed) {
        assertThat(lost(OverloadSimulation.run(seed, true))).isLessThanOrEqualTo(5);
    }

    @Test
    void overload_notAdaptive_goodClientsLoseMostOfTheTime() {
        assertThat(lost(OverloadSimulation.run(SEED, false))).isGreaterThan(50);
    }

    @Test
    void overload_adaptive_refusesNoGoodClient() {
        assertThat(OverloadSimulation.run(SEED, true)).allMatch(step -> step.goodRefused == 0);
    }

    @Test
    void overload_afterIt_limitsAreWhole() {
        List<Step> steps = OverloadSimulation.run(SEED, true);
        assertThat(steps.get(steps.size() - 1).pressurePercent).isEqualTo(100);
        assertThat(steps).anyMatch(step -> step.pressurePercent < 100).anyMatch(step -> step.badLevel == 5);
    }

    @Test
    void plot_ofTheDocuments_isThatOfThisRun() throws IOException {
        List<Step> with = OverloadSimulation.run(SEED, true);
        List<Step> without = OverloadSimulation.run(SEED, false);
        String plot = new OverloadPlot(with, without, lost(with), lost(without)).svg();
        if (Boolean.getBoolean("overload.write")) {
            Files.writeString(PLOT, plot);
        }
        assertThat(Files.readString(PLOT)).isEqualTo(plot);
    }
}
