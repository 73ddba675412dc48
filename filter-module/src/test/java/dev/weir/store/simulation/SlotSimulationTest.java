package dev.weir.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hundreds of runs in which requests take and free the slots of a few keys. {@code -Dsimulation.first=42
 * -Dsimulation.slot-seeds=1} makes just one again.
 */
@ExtendWith(QuietStore.class)
class SlotSimulationTest {

    /** How many {@code mvn test} runs. */
    static final long USUAL_SEEDS = 720;

    private static final long FIRST = Long.getLong("simulation.first", 0);
    private static final long SEEDS = Long.getLong("simulation.slot-seeds", USUAL_SEEDS);

    @Test
    void slots_whateverHappens_areNeverTooManyAndAllFreeInTheEnd() {
        List<String> broken = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + SEEDS && broken.size() < 3; seed++) {
            new SlotSimulation(seed).run().ifPresent(broken::add);
        }
        assertThat(broken).isEmpty();
    }
}
