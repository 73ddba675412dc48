package dev.weir.it.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.Visitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Ten thousand requests that end in ways chosen at random, of which ten may be in progress, and three calls of a bean.
 */
final class Storm {

    private static final int REQUESTS = 10_000;
    private static final int CLIENTS = 32;
    private static final int CONCURRENCY = 10;
    private static final int CONCURRENCY_OF_BEAN = 3;
    /** Of a hundred requests, how many clients are gone before the response has ended, and how many time out. */
    private static final int GONE = 4;

    private static final int TIMED_OUT = 1;

    private final URI root;
    private final List<String> ways;
    private final Map<String, Set<Integer>> statuses = new ConcurrentHashMap<>();

    /** @param ways paths of requests that end soon */
    Storm(URI root, List<String> ways) {
        this.root = root;
        this.ways = ways;
    }

    /** @param bean whether the ways call the bean */
    void blow(boolean bean) throws InterruptedException, ExecutionException {
        long seed = System.nanoTime();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> all = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(i -> clients.submit(() -> send(new SplittableRandom(seed + i))))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            clients.shutdownNow();
        }
        Visitor visitor = Visitor.of(root);
        await("seed " + seed)
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() ->
                        assertThat(visitor.get("/free").body()).isEqualTo(CONCURRENCY + " " + CONCURRENCY_OF_BEAN));
        assertThat(statuses).containsOnlyKeys(ways);
        assertThat(statuses)
                .allSatisfy((way, got) -> assertThat(got)
                        .as(way)
                        .isSubsetOf(200, 404, 422, 429, 500)
                        .as("%s was admitted at times", way)
                        .hasSizeGreaterThan(got.contains(429) ? 1 : 0));
        String[] most = visitor.get("/most").body().split(" ");
        assertThat(Integer.parseInt(most[0])).as("seed %d", seed).isBetween(2, CONCURRENCY);
        assertThat(Integer.parseInt(most[1])).as("seed %d", seed).isBetween(bean ? 2 : 0, CONCURRENCY_OF_BEAN);
    }

    private void send(SplittableRandom random) {
        Visitor visitor = Visitor.of(root);
        for (int i = 0; i < REQUESTS / CLIENTS; i++) {
            int chance = random.nextInt(100);
            if (chance < GONE) {
                leave(random.nextInt(40_000));
            } else if (chance < GONE + TIMED_OUT) {
                assertThat(visitor.status("/slow/timeout")).isIn(200, 429, 500);
            } else {
                String way = ways.get(random.nextInt(ways.size()));
                statuses.computeIfAbsent(way, each -> ConcurrentHashMap.newKeySet())
                        .add(visitor.status(way));
            }
        }
    }

    /** Asks for a long response, reads at most so many octets of it, and breaks the connection. */
    private void leave(int octets) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), root.getPort())) {
            socket.setSoTimeout(30_000);
            String path = root.getPath().replaceAll("/$", "") + "/slow/gone";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            for (int read = 0; read < octets; ) {
                int now = in.read(new byte[4_096]);
                if (now < 4_000) {
                    break;
                }
                read += now;
            }
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
