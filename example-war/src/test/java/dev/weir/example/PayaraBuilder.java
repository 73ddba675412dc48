package dev.weir.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a {@link PayaraInstance} is started with; by default the example's WAR on a free port, in a cluster of its own.
 *
 * <pre>{@code
 * var grid = FreePorts.some(2);
 * var a = PayaraInstance.named("a").cluster("mine", grid.get(0), grid).start();
 * var b = PayaraInstance.named("b")
 *         .cluster("mine", grid.get(1), grid)
 *         .property("ratelimit.store.timeout", "20ms")
 *         .start();
 * }</pre>
 */
public final class PayaraBuilder {

    /** Payara Micro has no option for the address that HTTP listens on, and would take all of them. */
    private static final String LOOPBACK_ONLY = "set configs.config.server-config.network-config.network-listeners"
            + ".network-listener.http-listener.address=127.0.0.1\n";

    private static final Path SERVER = built("weir.payara", "target/payara-micro.jar");

    private final String name;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Optional<Path> war = Optional.of(built("weir.war", "target/weir-example.war"));
    private int httpPort;
    private List<String> cluster;

    PayaraBuilder(String name) {
        this.name = name;
        var gridPort = FreePorts.one();
        cluster(name + "-" + gridPort, gridPort, List.of(gridPort));
    }

    /** Sets the port that HTTP listens on; without it, a free one. */
    public PayaraBuilder httpPort(int port) {
        httpPort = port;
        return this;
    }

    /** Joins a cluster: its name, this member's port in the grid, and the ports of all members. */
    public PayaraBuilder cluster(String clusterName, int gridPort, List<Integer> allGridPorts) {
        var members = allGridPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        cluster = List.of(("--clustername " + clusterName + " --clustermode tcpip:" + members
                        + " --interfaces 127.0.0.1 --startport " + gridPort)
                .split(" "));
        return this;
    }

    /** Takes part in no cluster, by {@code --nocluster} or {@code --nohazelcast}. */
    public PayaraBuilder alone(String option) {
        cluster = List.of(option);
        return this;
    }

    /** Deploys another WAR than the example's. */
    public PayaraBuilder war(Path other) {
        war = Optional.of(other);
        return this;
    }

    /** Deploys nothing: a member of the cluster that does not have the application. */
    public PayaraBuilder withoutApplication() {
        war = Optional.empty();
        return this;
    }

    /** Sets a system property, which is a value of MicroProfile Config too. */
    public PayaraBuilder property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Sets an environment variable. */
    public PayaraBuilder environment(String key, String value) {
        environment.put(key, value);
        return this;
    }

    /** Adds options of Payara Micro. */
    public PayaraBuilder options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Starts the instance and waits until it answers. */
    public PayaraInstance start() {
        var instance = launch();
        try {
            return instance.awaitReady();
        } catch (RuntimeException e) {
            instance.close();
            throw e;
        }
    }

    /**
     * Starts the instance and does not wait for it.
     *
     * @throws IllegalStateException if the server or the WAR has not been built
     */
    public PayaraInstance launch() {
        var port = httpPort == 0 ? FreePorts.one() : httpPort;
        try {
            var runs = Files.createDirectories(SERVER.resolveSibling("payara"));
            var directory = Files.createTempDirectory(runs, name + "-");
            var log = directory.resolve("server.log");
            var process = new ProcessBuilder(command(port, directory))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            process.environment().putAll(environment);
            return new PayaraInstance(name, port, war.isPresent(), process.start(), directory, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(int port, Path directory) throws IOException {
        var temporary = Files.createDirectory(directory.resolve("tmp"));
        var boot = Files.writeString(directory.resolve("boot.asadmin"), LOOPBACK_ONLY);
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + temporary,
                "-Dhazelcast.socket.bind.any=false"));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", existing(SERVER)));
        command.addAll(List.of("--port", String.valueOf(port), "--name", name, "--disablephonehome"));
        command.addAll(List.of("--prebootcommandfile", boot.toString()));
        command.addAll(cluster);
        war.ifPresent(path -> command.addAll(List.of("--deploy", existing(path), "--contextroot", "/")));
        command.addAll(options);
        return command;
    }

    private static Path built(String property, String otherwise) {
        return Path.of(System.getProperty(property, otherwise)).toAbsolutePath();
    }

    private static String existing(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException(path + ": missing, build it with: mvn -DskipTests package");
        }
        return path.toString();
    }
}
