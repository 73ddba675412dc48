package dev.weir.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation can fail: each fault of {@code planted-faults.txt} is written into a copy of the production code, and the
 * same seeds that {@link SimulationTest} runs notice it.
 */
class PlantedFaultsTest {

    private static final Logger QUIET = SimulationTest.quiet();
    private static final List<PlantedFault> FAULTS = PlantedFault.all();
    private static final Map<PlantedFault, Future<Optional<String>>> NOTICED = new LinkedHashMap<>();
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);

    @BeforeAll
    static void plant(@TempDir Path directory) throws Exception {
        for (PlantedFault fault : FAULTS) {
            Path classes = Files.createDirectory(directory.resolve(String.valueOf(NOTICED.size())));
            NOTICED.put(fault, THREADS.submit(() -> {
                compile(fault, classes);
                return firstBrokenSeed(fault, classes);
            }));
        }
    }

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
        QUIET.setLevel(null);
    }

    static Stream<PlantedFault> faults() {
        return FAULTS.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void simulation_faultInTheCode_isNoticed(PlantedFault fault) throws Exception {
        assertThat(NOTICED.get(fault).get()).as(fault.name()).isNotEmpty();
    }

    private static void compile(PlantedFault fault, Path classes) throws Exception {
        Optional<String> code = fault.plantedIn(Files.readString(fault.path()));
        assertThat(code)
                .as("%s: the place for the fault, in %s", fault, fault.file())
                .isPresent();
        Path faulty = classes.resolve(fault.path().getFileName());
        Files.writeString(faulty, code.orElseThrow());
        List<String> arguments =
                List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath(), faulty.toString());
        var messages = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, messages, arguments.toArray(String[]::new));
        assertThat(result)
                .as("%s: compiles: %s", fault, messages.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static Optional<String> firstBrokenSeed(PlantedFault fault, Path classes) throws Exception {
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
            for (long seed = 0; seed < SimulationTest.USUAL_SEEDS && broken.isEmpty(); seed++) {
                if (fault.isTriedBy(seed)) {
                    broken = (Optional<?>) run.invoke(ofSeed.newInstance(seed));
                }
            }
            return broken.map(Object::toString);
        }
    }
}
