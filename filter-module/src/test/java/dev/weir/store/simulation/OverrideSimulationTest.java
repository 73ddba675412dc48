package dev.weir.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hundreds of runs in which limits and tiers change while instances decide by them, and others of a policy that is
 * rolled out. {@code -Dsimulation.first=42 -Dsimulation.override-seeds=1} makes just one again.
 */
@ExtendWith(QuietStore.class)
class OverrideSimulationTest {

    /** How many {@code mvn test} runs. */
    static final long USUAL_SEEDS = 240;

    static final long USUAL_ROLLOUTS = 40;

    private static final long FIRST = Long.getLong("simulation.first", 0);
    private static final long SEEDS = Long.getLong("simulation.override-seeds", USUAL_SEEDS);

    @Test
    void overrides_whateverHappens_holdEverywhereAndForgetNothing() {
        assertThat(broken(FIRST, SEEDS, seed -> new OverrideSimulation(seed).run()))
                .isEmpty();
    }

    @Test
    void rollout_ofOnePolicy_leavesCountsOfOthersAsTheyAre() {
        long seeds = Math.max(1, SEEDS * USUAL_ROLLOUTS / USUAL_SEEDS);
        assertThat(broken(FIRST, seeds, seed -> new RolloutSimulation(seed).run()))
                .isEmpty();
    }

    private static List<String> broken(long first, long seeds, LongFunction<Optional<String>> run) {
        List<String> broken = new ArrayList<>();
        for (long seed = first; seed < first + seeds && broken.size() < 3; seed++) {
            run.apply(seed).ifPresent(broken::add);
        }
        return broken;
    }
}
