package dev.weir.outbound.strict;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A remote service at a free port of the loopback interface, which refuses what is more than its {@link StrictRules}
 * accept, and keeps a log of what arrived. Refused requests do not count against the limit. Safe for use by many
 * threads; thousands of requests can be in flight, because none holds a thread while it waits.
 *
 * <pre>
 * try (StrictRemote remote = StrictRemote.start(StrictRules.defaults())) {
 *     client.send(HttpRequest.newBuilder(remote.uri("1")).build(), ...);
 *     assertThat(remote.log().refusals()).isZero();
 * }
 * </pre>
 */
public final class StrictRemote implements AutoCloseable {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int BACKLOG = 2_048;
    private static final int TIMERS = 4;

    static {
        // answers of 40 ms on account of delayed acknowledgements would hide the latency
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // a connection that the server closes while a client sends on it would be an error of no limiter
        System.setProperty("sun.net.httpserver.maxIdleConnections", "5000");
        System.setProperty("sun.net.httpserver.idleInterval", "600");
    }

    private final HttpServer server;
    private final ExecutorService handlers;
    private final ScheduledExecutorService timers;
    private final long start = System.nanoTime();
    // guarded by this object
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Deque<Long> accepted = new ArrayDeque<>();
    private final Deque<StrictAnswer> next = new ArrayDeque<>();
    private Optional<StrictAnswer> always = Optional.empty();
    private StrictAnswer success = StrictAnswer.success();
    private StrictRules rules;
    private final Random delays;

    private StrictRemote(HttpServer server, StrictRules rules) {
        this.server = server;
        this.rules = rules;
        this.delays = new Random(rules.seed());
        this.handlers = Executors.newCachedThreadPool(task -> daemon(task, "strict-remote"));
        this.timers = Executors.newScheduledThreadPool(TIMERS, task -> daemon(task, "strict-remote-timer"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts one. */
    public static StrictRemote start(StrictRules rules) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            StrictRemote remote = new StrictRemote(server, rules);
            server.setExecutor(remote.handlers);
            server.createContext("/", remote::handle);
            server.start();
            return remote;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a request with that id. */
    public URI uri(String id) {
        return URI.create("http://127.0.0.1:" + port() + "/price/" + id);
    }

    /** When its first fixed second began. */
    long startNanos() {
        return start;
    }

    /** The port of it. */
    int port() {
        return server.getAddress().getPort();
    }

    /** Changes the limit and the times for requests that have not arrived yet. */
    public synchronized void rules(StrictRules newRules) {
        rules = newRules;
    }

    /** Gives these answers to the next requests, whatever the limit says; they do not count against it. */
    public synchronized void answerNext(StrictAnswer... answers) {
        next.addAll(List.of(answers));
    }

    /** Gives this answer to all requests from now on, whatever the limit says. */
    public synchronized void answerAll(StrictAnswer answer) {
        always = Optional.of(answer);
    }

    /** Gives this answer to requests within the limit. */
    public synchronized void answerWithin(StrictAnswer answer) {
        success = answer;
    }

    /** What arrived so far. */
    public synchronized ArrivalLog log() {
        return new ArrivalLog(arrivals);
    }

    /** Forgets what arrived, also for the limit. */
    public synchronized void clear() {
        arrivals.clear();
        accepted.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        Duration delay = delay();
        if (delay.isZero()) {
            answerLater(exchange);
        } else {
            later(delay, () -> answerLater(exchange));
        }
    }

    private synchronized Duration delay() {
        long most = rules.mostDelay().toNanos();
        return most == 0 ? Duration.ZERO : Duration.ofNanos((long) (delays.nextDouble() * most));
    }

    private void answerLater(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        StrictAnswer answer = count(path.substring(path.lastIndexOf('/') + 1), exchange.getRequestMethod());
        later(latency(), () -> send(exchange, answer));
    }

    private synchronized Duration latency() {
        return rules.latency();
    }

    private void later(Duration time, Runnable task) {
        try {
            var unused = timers.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // it was closed: the client sees the end of the connection
        }
    }

    /** The time is read where it is decided, so that the log is in the order of its times. */
    private synchronized StrictAnswer count(String id, String method) {
        long now = System.nanoTime();
        StrictAnswer told = next.isEmpty() ? always.orElse(null) : next.poll();
        StrictAnswer answer = told != null ? told : isAccepted(now) ? success : rules.refusal();
        arrivals.add(new Arrival(id, method, now, answer.isRefusal()));
        return answer;
    }

    private boolean isAccepted(long now) {
        while (!accepted.isEmpty() && isOver(accepted.peekFirst(), now)) {
            accepted.removeFirst();
        }
        boolean accepts = accepted.size() < rules.permits();
        if (accepts) {
            accepted.addLast(now);
        }
        return accepts;
    }

    private boolean isOver(long then, long now) {
        return rules.fixedSeconds() ? (then - start) / SECOND < (now - start) / SECOND : now - then >= SECOND;
    }

    private static void send(HttpExchange exchange, StrictAnswer answer) {
        try (exchange) {
            if (answer.isReset()) {
                return;
            }
            answer.headers(Instant.now()).forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : answer.isChunked() ? 0 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            // the client has gone
        }
    }

    @Override
    public void close() {
        server.stop(0);
        handlers.shutdownNow();
        timers.shutdownNow();
    }
}
