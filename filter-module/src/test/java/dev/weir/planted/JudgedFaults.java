package dev.weir.planted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Plants each fault of a list for itself, two at a time, and has it judged. */
public final class JudgedFaults implements AutoCloseable {

    /** Says what a fault breaks; empty if it is not noticed. */
    @FunctionalInterface
    public interface Judge {
        Optional<String> firstBroken(PlantedFault fault, FaultyClasses classes) throws Exception;
    }

    private static final long LONGEST_MINUTES = 10;
    /** Where threads race, a fault can be missed by chance; that is printed. */
    private static final int TRIES = 3;

    private final Map<PlantedFault, Future<Optional<String>>> noticed = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    /** Begins to judge {@code faults}, which are compiled below {@code directory}. */
    public JudgedFaults(List<PlantedFault> faults, Path directory, Judge judge) {
        for (PlantedFault fault : faults) {
            Path own = directory.resolve(String.valueOf(noticed.size()));
            noticed.put(fault, threads.submit(() -> {
                try (FaultyClasses classes = FaultyClasses.of(fault, Files.createDirectory(own))) {
                    return firstBroken(fault, classes, judge);
                }
            }));
        }
    }

    private static Optional<String> firstBroken(PlantedFault fault, FaultyClasses classes, Judge judge)
            throws Exception {
        for (int i = 1; i < TRIES; i++) {
            Optional<String> broken = judge.firstBroken(fault, classes);
            if (broken.isPresent()) {
                return broken;
            }
            // its test depends on chance, and is to be mended
            System.out.println("not noticed at try " + i + ": " + fault.name());
        }
        return judge.firstBroken(fault, classes);
    }

    /** What {@code fault} breaks; a fault that is not judged after ten minutes fails by its name. */
    public Optional<String> firstBroken(PlantedFault fault)
            throws InterruptedException, ExecutionException, TimeoutException {
        return noticed.get(fault).get(LONGEST_MINUTES, TimeUnit.MINUTES);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
