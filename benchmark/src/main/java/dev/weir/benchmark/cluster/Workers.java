package dev.weir.benchmark.cluster;

import dev.weir.benchmark.QuietLogging;
import dev.weir.benchmark.Weir;
import dev.weir.example.FreePorts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A cluster of workers on this machine, with a name and ports of its own. */
final class Workers implements AutoCloseable {

    private static final List<String> OPTIONS = List.of("-Xmx2g", QuietLogging.OPTION);

    private final List<Worker> workers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Thread atExit = new Thread(() -> workers.forEach(Worker::close));

    private Workers() {
        // a benchmark that is interrupted ends its workers too
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts {@code count} workers, and waits until they form a cluster. */
    static Workers start(int count, Map<String, String> limits) throws IOException {
        return start(Collections.nCopies(count, Map.of()), limits);
    }

    /** Starts a worker for each of {@code more}, which are its additional properties. */
    static Workers start(List<Map<String, String>> more, Map<String, String> limits) throws IOException {
        int count = more.size();
        Workers started = new Workers();
        try {
            List<Integer> ports = new ArrayList<>(FreePorts.some(count));
            String cluster = "weir-benchmark-" + ports.get(0);
            for (Map<String, String> ofOne : more) {
                Map<String, String> properties = Weir.member(limits, cluster, ports);
                properties.putAll(ofOne);
                Worker worker = Worker.launch(OPTIONS, properties);
                started.workers.add(worker);
                worker.awaitStarted();
                Collections.rotate(ports, -1);
            }
            for (Worker worker : started.workers) {
                int members = Integer.parseInt(worker.ask("members"));
                if (members != count) {
                    throw new IllegalStateException("expected " + count + " members, found " + members);
                }
            }
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** The worker at {@code index}, from 0. */
    Worker get(int index) {
        return workers.get(index);
    }

    /** Runs a task on all workers at the same time; the results are in their order. */
    <T> List<T> all(Function<Worker, T> task) {
        return indexed((worker, index) -> task.apply(worker));
    }

    /** Has two of them ask for the same key, each for half of the time, one after the other: one of them has it. */
    Measured inTurn(String subject, String policy, String key, int threads, long millis) {
        Measured first = get(0).load(subject, policy, key, false, threads, millis / 2);
        return first.then(get(1).load(subject, policy, key, false, threads, millis / 2));
    }

    /** Has all do something at the same time; the task also gets the index of the worker, from 0. */
    <T> List<T> indexed(BiFunction<Worker, Integer, T> task) {
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            int index = i;
            futures.add(threads.submit(() -> task.apply(workers.get(index), index)));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return results;
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
        threads.shutdownNow();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
