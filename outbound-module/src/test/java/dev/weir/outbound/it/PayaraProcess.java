package dev.weir.outbound.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A Payara Micro in a process of its own, which a test can kill and freeze. It listens on the loopback interface alone,
 * writes below {@code target/payara}, and ends with this JVM at the latest.
 */
final class PayaraProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Path RUNS = Path.of("target", "payara").toAbsolutePath();
    private static final Pattern MEMBERS = Pattern.compile("DG Size: (\\d+)");

    private final String name;
    private final int port;
    private final Process process;
    private final Path log;

    private PayaraProcess(String name, int port, Process process, Path log) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * Starts one and does not wait for it.
     *
     * @param properties system properties, which are values of MicroProfile Config too
     * @param options of Payara Micro
     */
    static PayaraProcess launch(
            String name, List<WebArchive> applications, Map<String, String> properties, List<String> options) {
        int port = freePort();
        try {
            Path directory = Files.createDirectories(RUNS.resolve(name));
            Path temporary = Files.createDirectories(directory.resolve("tmp"));
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-Djava.io.tmpdir=" + temporary,
                    "-Dhazelcast.socket.bind.any=false"));
            properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.addAll(List.of("-jar", Wars.built("weir.payara").toString()));
            StringBuilder deployments = new StringBuilder();
            for (WebArchive each : applications) {
                Path war = directory.resolve(each.getName());
                each.as(ZipExporter.class).exportTo(war.toFile(), true);
                deployments.append("deploy ").append(war).append('\n');
            }
            Path commands = Files.writeString(directory.resolve("deploy.asadmin"), deployments);
            // --deploy stops at the first application that the server refuses
            command.addAll(
                    applications.size() == 1
                            ? List.of(
                                    "--deploy",
                                    directory
                                            .resolve(applications.get(0).getName())
                                            .toString(),
                                    "--contextroot",
                                    "/")
                            : List.of("--postbootcommandfile", commands.toString()));
            command.addAll(List.of("--port", String.valueOf(port), "--name", name, "--disablephonehome"));
            command.addAll(List.of("--prebootcommandfile", "target/test-classes/it/loopback.asadmin"));
            command.addAll(options);
            Path log = directory.resolve("server.log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new PayaraProcess(name, port, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of the loopback interface on which nothing listens. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server has started and has deployed, or refused, all applications. */
    PayaraProcess awaitReady() {
        await(name + " is ready, see " + log)
                .atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .failFast(name + " ended, see " + log, () -> !process.isAlive())
                .until(() -> log().contains(" ready in "));
        return this;
    }

    /** Waits until it sees so many members of its cluster, itself included. */
    PayaraProcess awaitMembers(int count) {
        await(name + " sees " + count + " members, see " + log)
                .atMost(START)
                .failFast(name + " ended, see " + log, () -> !process.isAlive())
                .until(() -> MEMBERS.matcher(log())
                                .results()
                                .reduce((first, last) -> last)
                                .map((MatchResult line) -> Integer.parseInt(line.group(1)))
                                .orElse(1)
                        == count);
        return this;
    }

    /** All that the server has written so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of {@code path}, which begins with a slash. */
    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Ends the process at once, as a crash does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops the process where it is: its sockets stay open, and nothing answers. */
    void freeze() {
        signal("-STOP");
    }

    /** Lets a frozen process go on. */
    void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
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

    /** Ends the server in order, so that it removes what it has unpacked; kills it if that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
