package dev.weir.benchmark.http;

import dev.weir.example.PayaraInstance;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A load from outside on all members of a cluster at once, for some seconds.
 *
 * @param wrk whether {@code wrk} sends the requests, otherwise a client in Java
 * @param connections to each member
 */
record Turn(boolean wrk, int connections, Addresses addresses) {

    private static final String ADMITTED = "200";
    private static final String REFUSED = "429";
    /** Looks at single replies where {@code wrk} counts those that are not 200. */
    private static final int SAMPLE = 50;

    /** The replies of a turn, and how many of them were refusals. */
    record Outcome(long requests, long refused, double perSecond) {}

    /**
     * Runs the turn.
     *
     * @param refuses whether 429 is a reply to be expected
     * @throws IllegalStateException if there was any other reply than 200, and 429 if expected
     */
    Outcome run(PayaraCluster cluster, int seconds, boolean refuses) throws IOException, InterruptedException {
        List<URI> servers =
                cluster.members().stream().map(PayaraInstance::baseUri).toList();
        return wrk ? byWrk(servers, seconds, refuses) : byJava(servers, seconds, refuses);
    }

    private Outcome byWrk(List<URI> servers, int seconds, boolean refuses) throws IOException, InterruptedException {
        Wrk.Counts counts = Wrk.run(servers, connections, seconds, addresses);
        if (counts.others() > 0) {
            requireOnly(refuses, sample(servers));
        }
        return new Outcome(counts.requests(), counts.others(), counts.perSecond());
    }

    /** {@code wrk} counts what is not 200, but does not say what it is. */
    private Map<String, Long> sample(List<URI> servers) throws IOException {
        Replies replies = new Replies();
        for (URI server : servers) {
            try (Connection connection = new Connection(server)) {
                for (int i = 0; i < SAMPLE && !connection.isLast(); i++) {
                    replies.replied(connection.get(Clients.PATH, addresses.next()), 0);
                }
            }
        }
        return replies.byStatus();
    }

    private Outcome byJava(List<URI> servers, int seconds, boolean refuses) throws InterruptedException {
        long start = System.nanoTime();
        try (Clients clients = Clients.start(servers, connections, 0, addresses)) {
            var unused = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
            Replies replies = clients.next();
            long nanos = System.nanoTime() - start;
            Map<String, Long> statuses = replies.byStatus();
            requireOnly(refuses, statuses);
            return new Outcome(replies.count(), statuses.getOrDefault(REFUSED, 0L), replies.count() * 1e9 / nanos);
        }
    }

    private static void requireOnly(boolean refuses, Map<String, Long> statuses) {
        if (!(refuses ? Set.of(ADMITTED, REFUSED) : Set.of(ADMITTED)).containsAll(statuses.keySet())) {
            throw new IllegalStateException("replies that were not expected: " + statuses);
        }
    }
}
