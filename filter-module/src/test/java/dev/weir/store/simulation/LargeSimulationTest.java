package dev.weir.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A few runs with as many instances and keys as anybody has. {@code mvn verify -Plong-simulation} has them, which gives
 * them the memory that they need, and minutes.
 */
@ExtendWith(QuietStore.class)
@EnabledIfSystemProperty(named = "simulation.large", matches = "true")
class LargeSimulationTest {

    @ParameterizedTest(name = "seed {0}: {1} instances, {2} keys, {3} requests")
    @CsvSource({
        // undisturbed, fixed window and sliding window, clocks that differ
        "56, 100, 1000000, 2500000",
        "52, 100, 1000000, 2500000",
        // answers come late: everybody decides alone, and settles without end
        "10, 100, 200000, 500000",
        // messages get lost; members freeze, are killed; halves split; members die after a swap
        "21, 100, 1000000, 2500000",
        "22, 100, 1000000, 2500000",
        "61, 100, 1000000, 2500000",
        "62, 100, 1000000, 2500000",
        "17, 100, 1000000, 2500000"
    })
    void promises_manyInstancesAndKeys_areKept(long seed, int nodes, int keys, int requests) {
        Simulation simulation = new Simulation(seed, nodes, keys, requests);
        assertThat(simulation.run()).isEmpty();
        assertThat(simulation.visitors.asked()).as("keys that were asked for").isEqualTo(keys);
    }
}
