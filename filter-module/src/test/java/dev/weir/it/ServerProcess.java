package dev.weir.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A server in a process of its own, whose log goes to a file below {@code target}; it is killed on close. */
public final class ServerProcess implements AutoCloseable {

    /** A server with many applications takes long on a machine that is busy. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private static final Path LOGS = Path.of("target", "server-logs").toAbsolutePath();

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts this Java with {@code arguments}. */
    public static ServerProcess start(String name, List<String> arguments) {
        return start(name, arguments, Map.of());
    }

    /** The same with more variables in its environment. */
    public static ServerProcess start(String name, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        try {
            Path log = Files.createDirectories(LOGS).resolve(name + ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            return new ServerProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of the loopback interface on which nobody listens. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the server has written so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All that the server has written, once that holds a line which begins with {@code start} and ends with
     * {@code end}.
     */
    public String awaitLog(String start, String end) {
        await(log + " contains " + start)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .failFast("the server ended, see " + log, () -> !process.isAlive())
                .until(() -> {
                    String written = log();
                    int found = written.indexOf(start);
                    return found >= 0 && written.indexOf(end, found) >= 0;
                });
        return log();
    }

    /** Writes a line to the server's standard input. */
    public void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server has written {@code text}. */
    public ServerProcess awaitLog(String text) {
        return awaitLogOf(Pattern.compile(Pattern.quote(text)));
    }

    /** Waits until the server has written what {@code text} matches. */
    public ServerProcess awaitLogOf(Pattern text) {
        await(log + " contains " + text)
                .atMost(LONGEST)
                .failFast("the server ended, see " + log, () -> !process.isAlive())
                .until(() -> text.matcher(log()).find());
        return this;
    }

    /** Ends the server in order, so that it removes what it has unpacked; kills it if that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }
}
