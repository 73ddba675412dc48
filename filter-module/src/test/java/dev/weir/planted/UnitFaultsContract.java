package dev.weir.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The unit tests of a module can fail: each fault of its {@code unit-faults.txt} is written into a copy of the production
 * code, and one of the test classes that the fault names fails.
 */
public abstract class UnitFaultsContract {

    private static final List<PlantedFault> FAULTS = PlantedFault.all("unit-faults.txt");
    private static JudgedFaults judged;

    @BeforeAll
    static void plant(@TempDir Path directory) {
        judged = new JudgedFaults(
                FAULTS,
                directory,
                (fault, classes) -> TestResults.of(judges(fault), classes).first());
    }

    @AfterAll
    static void end() {
        judged.close();
    }

    static Stream<PlantedFault> faults() {
        return FAULTS.stream();
    }

    static Stream<String> judges() {
        return FAULTS.stream().flatMap(fault -> judges(fault).stream()).distinct();
    }

    private static List<String> judges(PlantedFault fault) {
        return List.of(fault.judge().split(" "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void tests_faultInTheCode_fail(PlantedFault fault) throws Exception {
        assertThat(judged.firstBroken(fault)).as(fault.name()).isNotEmpty();
    }

    /** Otherwise they would fail because of how they are run here. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("judges")
    void tests_noFaultInTheCode_pass(String judge) throws Exception {
        try (FaultyClasses classes = FaultyClasses.ofNone()) {
            TestResults results = TestResults.of(List.of(judge), classes);
            assertThat(results.first()).isEmpty();
            assertThat(results.passed()).isPositive();
        }
    }
}
