package dev.weir.benchmark.outbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The calls that one JVM makes at once, each on a thread of its own until it has its answer. */
public final class PacedCalls {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String remote;

    /** Calls go to the address {@code remote}, each with a number behind it. */
    public PacedCalls(String remote) {
        this.remote = remote;
    }

    /**
     * What the client saw. Immutable.
     *
     * @param answered calls with status 200
     * @param threads how many threads there were at most beyond those of the begin
     */
    public record Result(int answered, int threads) {

        /** The text that {@link #decode} reads. */
        public String encode() {
            return answered + "," + threads;
        }

        /** Reads what {@link #encode} wrote. */
        public static Result decode(String text) {
            String[] numbers = text.split(",", -1);
            return new Result(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }
    }

    /** Makes {@code number} calls, and waits for all answers. */
    public Result run(Pacer pacer, int number) throws InterruptedException, ExecutionException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        threads.resetPeakThreadCount();
        int before = threads.getThreadCount();
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int call = 1; call <= number; call++) {
                int id = call;
                calls.add(executor.submit(() -> {
                    int[] status = new int[1];
                    pacer.call(() -> status[0] = status(id));
                    return status[0];
                }));
            }
            int answered = 0;
            for (Future<Integer> call : calls) {
                answered += call.get() == 200 ? 1 : 0;
            }
            return new Result(answered, threads.getPeakThreadCount() - before);
        } finally {
            executor.shutdown();
        }
    }

    private int status(int id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(remote + id)).build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
