package dev.weir.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs of logins under attack. {@code -Dsimulation.first=42 -Dsimulation.login-seeds=1} makes just one again. */
@ExtendWith(QuietStore.class)
class LoginSimulationTest {

    /** How many {@code mvn test} runs. */
    static final long USUAL_SEEDS = 80;

    private static final long FIRST = Long.getLong("simulation.first", 0);
    private static final long SEEDS = Long.getLong("simulation.login-seeds", USUAL_SEEDS);

    @Test
    void logins_sprayedFromThousandAddresses_lockNoUserOutAtHome() {
        List<String> broken = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + SEEDS && broken.size() < 3; seed++) {
            new LoginSimulation(seed).run().ifPresent(broken::add);
        }
        assertThat(broken).isEmpty();
    }
}
