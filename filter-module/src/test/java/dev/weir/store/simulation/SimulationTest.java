package dev.weir.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Thousands of runs of the production code in simulated time. {@code -Dsimulation.seeds=100000} makes more of them, so
 * does {@code -Plong-simulation}; {@code -Dsimulation.first=42 -Dsimulation.seeds=1} makes just one again.
 */
@ExtendWith(QuietStore.class)
class SimulationTest {

    /** How many {@code mvn test} runs. */
    static final long USUAL_SEEDS = 1_600;

    private static final long FIRST = Long.getLong("simulation.first", 0);
    private static final long SEEDS = Long.getLong("simulation.seeds", USUAL_SEEDS);

    @Test
    void promises_whateverHappens_areKept() {
        List<String> broken = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + SEEDS && broken.size() < 3; seed++) {
            new Simulation(seed).run().ifPresent(broken::add);
        }
        assertThat(broken).isEmpty();
    }
}
