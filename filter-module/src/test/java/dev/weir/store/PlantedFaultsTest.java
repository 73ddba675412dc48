package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulation can fail: a fault is written into a copy of the production code, and the same seeds that
 * {@link SimulationTest} runs notice it.
 */
class PlantedFaultsTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/weir");
    private static final long SEEDS = 2_400;

    private static final Logger QUIET = SimulationTest.quiet();

    @AfterAll
    static void logAgain() {
        QUIET.setLevel(null);
    }

    @TempDir
    private Path classes;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a lease outlives its window | store/Lease.java" + " | return nowMillis > lastMillis; | return false;",
                "a lease is booked where it begins | core/SlidingWindow.java"
                        + " | return book(indexAt(lastMillis), permits, nowMillis);"
                        + " | return book(indexAt(nowMillis) - 1, permits, nowMillis);",
                "an unused lease is given back twice | core/Policy.java"
                        + " | endLease(limits.get(i), granted, unused, | endLease(limits.get(i), granted, 2 * unused,",
                "a late answer is counted twice | store/Gate.java | if (made.isEmpty()) { | if (true) {",
                "a late answer to what was refused is kept | store/Gate.java"
                        + " | submit(new Change.Refund(acquire.permits(), made.get().atMillis())); | return;",
                "settlement is lost | store/Gate.java"
                        + " | current.debt = current.debt.plus(permits, blockedUntil);"
                        + " | current.debt = current.debt.plus(0, blockedUntil);",
                "settlement is forgotten when it was sent | store/Activity.java"
                        + " | debt = debt.minus(paid); | debt = Debt.NONE;",
                "a denial is remembered past its time | store/Denial.java"
                        + " | nowMillis < retryMillis(); | nowMillis < retryMillis() + 500;",
                "a denial is never looked at again | store/Denial.java"
                        + " | return nowMillis - decidedMillis < LOOK_AGAIN_MILLIS && | return",
                "a state expires early | store/Retention.java"
                        + " | if (recovery <= retention.expiryMillis()) | if (recovery / 8 <= retention.expiryMillis())",
                "a slice expires early | core/SlidingWindow.java | windowMillis - 1 : SLICES | windowMillis - 1 : SLICES - 2",
                "the last changes of a killed member are not put back | store/Operation.java"
                        + " | found.version() < known.version() && | found.version() < 0 &&",
                "a split is not charged again | store/Gate.java"
                        + " | owe(counts, known.blockedUntil()); | owe(0, known.blockedUntil());",
                "a swap does not expect what was seen | store/SimulatedNode.java"
                        + " | new SimulatedGrid.Step<>(expected.equals(held), | new SimulatedGrid.Step<>(true,",
            })
    void simulation_faultInTheCode_isNoticed(String name, String file, String right, String wrong) throws Exception {
        compile(name, file, right, wrong);
        assertThat(firstBrokenSeed()).as(name).isNotEmpty();
    }

    private void compile(String name, String file, String right, String wrong) throws Exception {
        Path source = SOURCES.resolve(file);
        if (!Files.exists(source)) {
            source = Path.of("src/test/java/dev/weir").resolve(file);
        }
        String code = Files.readString(source);
        assertThat(code).as("%s: the place for the fault, in %s", name, file).contains(right);
        Path faulty = classes.resolve(source.getFileName());
        Files.writeString(faulty, code.replace(right, wrong));
        List<String> arguments =
                List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath(), faulty.toString());
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).as("%s: compiles", name).isZero();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private Optional<String> firstBrokenSeed() throws Exception {
        List<URL> urls = new ArrayList<>();
        urls.add(classes.toUri().toURL());
        for (String entry : classPath().split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> simulation = loader.loadClass(Simulation.class.getName());
            Constructor<?> ofSeed = simulation.getDeclaredConstructor(long.class);
            Method run = simulation.getDeclaredMethod("run");
            ofSeed.setAccessible(true);
            run.setAccessible(true);
            Optional<?> broken = Optional.empty();
            for (long seed = 0; seed < SEEDS && broken.isEmpty(); seed++) {
                broken = (Optional<?>) run.invoke(ofSeed.newInstance(seed));
            }
            return broken.map(Object::toString);
        }
    }
}
