package dev.weir.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.planted.FaultyClasses;
import dev.weir.planted.JudgedFaults;
import dev.weir.planted.PlantedFault;
import dev.weir.store.simulation.Scenario.Trouble;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation can fail: each fault of {@code planted-faults.txt} is written into a copy of the production code, and
 * the same seeds that {@link SimulationTest} runs notice it. A fault names what has to go wrong in a run that notices
 * it, or {@code NONE}; after {@code OVERRIDES}, in a run of {@link OverrideSimulationTest}, and likewise for those of
 * {@link ReservationSimulationTest}, {@link CallSimulationTest}, {@link LoginSimulationTest} and
 * {@link SlotSimulationTest}. {@code ROLLOUT} stands for roll-outs.
 */
@ExtendWith(QuietStore.class)
class PlantedFaultsTest {

    private static final List<PlantedFault> FAULTS = PlantedFault.all("planted-faults.txt");
    private static final String OVERRIDES = "OVERRIDES ";
    private static final String RESERVATIONS = "RESERVATIONS ";
    private static final String CALLS = "CALLS ";
    private static final String LOGINS = "LOGINS ";
    private static final String SLOTS = "SLOTS ";
    private static JudgedFaults judged;

    @BeforeAll
    static void plant(@TempDir Path directory) {
        judged = new JudgedFaults(FAULTS, directory, PlantedFaultsTest::firstBrokenSeed);
    }

    @AfterAll
    static void end() {
        judged.close();
    }

    static Stream<PlantedFault> faults() {
        return FAULTS.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void simulation_faultInTheCode_isNoticed(PlantedFault fault) throws Exception {
        assertThat(judged.firstBroken(fault)).as(fault.name()).isNotEmpty();
    }

    private static Optional<String> firstBrokenSeed(PlantedFault fault, FaultyClasses classes) throws Exception {
        Runs runs = Runs.of(fault.judge());
        Class<?> simulation = classes.loadClass(runs.type.getName());
        Constructor<?> ofSeed = simulation.getDeclaredConstructor(long.class);
        Method run = simulation.getDeclaredMethod("run");
        ofSeed.setAccessible(true);
        run.setAccessible(true);
        Optional<?> broken = Optional.empty();
        for (long seed = 0; seed < runs.seeds && broken.isEmpty(); seed++) {
            if (runs.isTriedBy(seed)) {
                broken = (Optional<?>) run.invoke(ofSeed.newInstance(seed));
            }
        }
        return broken.map(Object::toString);
    }

    /**
     * The runs that have to notice a fault.
     *
     * @param trouble what goes wrong in them; {@code NONE} if nothing
     */
    private record Runs(Class<?> type, long seeds, String trouble) {

        static Runs of(String judge) {
            if (judge.equals("ROLLOUT")) {
                return new Runs(RolloutSimulation.class, OverrideSimulationTest.USUAL_ROLLOUTS, "");
            }
            if (judge.startsWith(RESERVATIONS)) {
                return new Runs(
                        ReservationSimulation.class,
                        ReservationSimulationTest.USUAL_SEEDS,
                        judge.substring(RESERVATIONS.length()));
            }
            if (judge.startsWith(CALLS)) {
                return new Runs(CallSimulation.class, CallSimulationTest.USUAL_SEEDS, judge.substring(CALLS.length()));
            }
            if (judge.startsWith(LOGINS)) {
                return new Runs(
                        LoginSimulation.class, LoginSimulationTest.USUAL_SEEDS, judge.substring(LOGINS.length()));
            }
            if (judge.startsWith(SLOTS)) {
                return new Runs(SlotSimulation.class, SlotSimulationTest.USUAL_SEEDS, judge.substring(SLOTS.length()));
            }
            return judge.startsWith(OVERRIDES)
                    ? new Runs(
                            OverrideSimulation.class,
                            OverrideSimulationTest.USUAL_SEEDS,
                            judge.substring(OVERRIDES.length()))
                    : new Runs(Simulation.class, SimulationTest.USUAL_SEEDS, judge);
        }

        boolean isTriedBy(long seed) {
            var troubles = Scenario.troubles(seed);
            return switch (trouble) {
                case "" -> true;
                case "NONE" -> troubles.isEmpty();
                default -> troubles.contains(Trouble.valueOf(trouble));
            };
        }
    }
}
