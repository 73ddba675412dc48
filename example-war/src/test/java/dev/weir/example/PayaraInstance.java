package dev.weir.example;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A Payara Micro in a process of its own, which a test can kill and freeze; {@link PayaraBuilder} says with what.
 *
 * <p>It listens on the loopback interface only, and writes below {@code target/payara}. It ends with this JVM at the
 * latest.
 */
public final class PayaraInstance implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Pattern MEMBERS = Pattern.compile("DG Size: (\\d+)");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Set<PayaraInstance> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.parallelStream().forEach(PayaraInstance::end)));
    }

    private final String name;
    private final int port;
    private final boolean deploys;
    private final Process process;
    private final Path directory;
    private final Path log;

    PayaraInstance(String name, int port, boolean deploys, Process process, Path directory, Path log) {
        this.name = name;
        this.port = port;
        this.deploys = deploys;
        this.process = process;
        this.directory = directory;
        this.log = log;
        RUNNING.add(this);
    }

    /** Begins to describe an instance; the name appears in its log and in the directory it runs in. */
    public static PayaraBuilder named(String name) {
        return new PayaraBuilder(name);
    }

    /** The root of the application, {@code http://127.0.0.1:<port>/}. */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** All that the server has written so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that the server writes to. */
    public Path logFile() {
        return log;
    }

    /** The operating system's process. */
    public Process process() {
        return process;
    }

    /**
     * How many members the grid has, as this one saw it last; Payara writes so at every change, and nothing while
     * alone.
     */
    public int members() {
        return MEMBERS.matcher(log())
                .results()
                .reduce((first, last) -> last)
                .map(line -> Integer.parseInt(line.group(1)))
                .orElse(1);
    }

    /** Waits until this member sees so many members, itself included. */
    public PayaraInstance awaitMembers(int count) {
        await(name + " sees " + count + " members, see " + log)
                .atMost(START)
                .failFast(name + " ended, see " + log, () -> !process.isAlive())
                .until(() -> members() == count);
        return this;
    }

    /** Waits until the server has started, and answers with the application if it has one. */
    public PayaraInstance awaitReady() {
        await(name + " is ready, see " + log)
                .atMost(START)
                .pollInterval(Duration.ofMillis(200))
                .failFast(name + " ended, see " + log, () -> !process.isAlive())
                .until(() -> log().contains(" ready in "));
        if (deploys && !log().contains("\"Context Root\"")) {
            throw new IllegalStateException(name + ": the server runs, but the application was refused, see " + log);
        }
        await(name + " answers " + baseUri() + ", see " + log).until(this::answers);
        return this;
    }

    /** Ends the process at once, as a crash does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops the process where it is: its sockets stay open and nobody answers. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets a frozen process go on. */
    public void thaw() {
        signal("-CONT");
    }

    /** Ends the server in order; one that does not end within 15 seconds, such as a frozen one, is killed. */
    public void stop() {
        process.destroy();
        try {
            process.waitFor(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** Kills the server if it still runs, and removes what it has unpacked (100 MB); its log stays. */
    @Override
    public void close() {
        kill();
        RUNNING.remove(this);
        deleteUnpacked();
    }

    private void end() {
        stop();
        deleteUnpacked();
    }

    /** Synchronized, because at the end of the JVM its hook and a test that still runs may both come here. */
    private synchronized void deleteUnpacked() {
        var unpacked = directory.resolve("tmp");
        if (Files.notExists(unpacked)) {
            return;
        }
        try (var files = Files.walk(unpacked)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String signal) {
        try {
            var exit = new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill " + signal + " of " + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(baseUri())
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            return false;
        }
    }
}
