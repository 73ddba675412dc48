package dev.weir.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hundreds of runs with calls to a remote. {@code -Dsimulation.first=42 -Dsimulation.call-seeds=1} makes just one
 * again.
 */
@ExtendWith(QuietStore.class)
class CallSimulationTest {

    /** How many {@code mvn test} runs. */
    static final long USUAL_SEEDS = 400;

    private static final long FIRST = Long.getLong("simulation.first", 0);
    private static final long SEEDS = Long.getLong("simulation.call-seeds", USUAL_SEEDS);

    @Test
    void calls_wheneverTheyArrive_neverExceedTheLimit() {
        List<String> broken = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + SEEDS && broken.size() < 3; seed++) {
            new CallSimulation(seed).run().ifPresent(broken::add);
        }
        assertThat(broken).isEmpty();
    }
}
