package dev.weir.it.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.ServerProcess;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A server on which applications are deployed and undeployed while it runs. For one thread. */
final class RunningServer implements AutoCloseable {

    /** A class of Weir: each class loader that has it is one of an application. */
    private static final String OURS = "dev.weir.RateLimited";
    /**
     * Hazelcast's threads hold on to the application that was at work when they were made, until they idle for a
     * minute.
     */
    private static final Duration POOLS_ARE_IDLE = Duration.ofSeconds(150);

    private final ServerProcess process;
    private final int port;
    private int commands;

    private RunningServer(ServerProcess process, int port) {
        this.process = process.awaitLog("console: ready");
        this.port = port;
    }

    static RunningServer payara(Path directory, String... options) {
        int port = ServerProcess.freePort();
        List<String> arguments = new ArrayList<>(List.of("-Xmx512m"));
        arguments.addAll(opened(Wars.built("weir.payara")));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-cp", classPath(directory, Wars.built("weir.payara"))));
        arguments.addAll(List.of(PayaraConsole.class.getName(), "--port", String.valueOf(port)));
        arguments.addAll(List.of("--nocluster", "--disablephonehome"));
        arguments.addAll(List.of("--prebootcommandfile", "target/test-classes/it/loopback.asadmin"));
        return new RunningServer(ServerProcess.start("payara-life", arguments), port);
    }

    /** @param shared libraries that all its applications see */
    static RunningServer tomcat(Path directory, String name, List<String> options, Path... shared) {
        int port = ServerProcess.freePort();
        Path[] libraries = Stream.concat(
                        Stream.of("tomcat-embed-core", "tomcat-annotations-api").map(RunningServer::library),
                        Stream.of(shared))
                .toArray(Path[]::new);
        List<String> arguments = new ArrayList<>(List.of("-Xmx256m"));
        arguments.addAll(options);
        arguments.addAll(List.of("-cp", classPath(directory, libraries)));
        arguments.addAll(List.of(TomcatConsole.class.getName(), String.valueOf(port)));
        arguments.add(directory.resolve("work").toString());
        return new RunningServer(ServerProcess.start("tomcat-life-" + name, arguments), port);
    }

    static Path library(String name) {
        return Wars.built("weir.tomcat-libs").resolve(name + ".jar");
    }

    /** What the manifest opens when the server is started by {@code java -jar}. */
    private static List<String> opened(Path server) {
        try (JarFile jar = new JarFile(server.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            return Stream.concat(
                            Stream.of(manifest.getValue("Add-Opens").split(" "))
                                    .map(each -> "--add-opens=" + each + "=ALL-UNNAMED"),
                            Stream.of(manifest.getValue("Add-Exports").split(" "))
                                    .map(each -> "--add-exports=" + each + "=ALL-UNNAMED"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The consoles, away from all other classes of the tests. */
    private static String classPath(Path directory, Path... libraries) {
        Path classes = directory.resolve("console");
        String site = RunningServer.class.getPackageName().replace('.', '/');
        try (Stream<Path> compiled = Files.list(Path.of("target", "test-classes", site))) {
            Files.createDirectories(classes.resolve(site));
            for (Path each :
                    compiled.filter(file -> file.toString().contains("Console")).toList()) {
                Files.copy(each, classes.resolve(site).resolve(each.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Stream.concat(Stream.of(classes), Stream.of(libraries))
                .map(Path::toString)
                .reduce((one, other) -> one + File.pathSeparator + other)
                .orElseThrow();
    }

    /** The answer to a command, which the server's console knows. */
    private String ask(String command) {
        process.tell(command);
        String prefix = "answer " + ++commands + ": ";
        return process.awaitLog(prefix, System.lineSeparator())
                .lines()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length());
    }

    /** Whether the application started. */
    boolean deploy(String name, Path archive) {
        return Boolean.parseBoolean(ask("deploy " + name + " /" + name + " " + archive));
    }

    void undeploy(String name) {
        assertThat(ask("undeploy " + name)).isEqualTo("done");
    }

    /** Somebody new, who asks the application of that name. */
    Visitor visitor(String name) {
        return Visitor.of(URI.create("http://127.0.0.1:" + port + "/" + name));
    }

    /** No thread whose name begins with one of {@code prefixes}, which are separated by commas. */
    void awaitNoThread(String prefixes) {
        await("threads")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ask("threads " + prefixes)).isEmpty());
    }

    /** No such thread, and no class loader of an application with the classes of Weir. */
    void awaitNothingLeft(String prefixes) {
        awaitNoThread(prefixes);
        await("class loaders")
                .atMost(POOLS_ARE_IDLE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(ask("loaders " + OURS)).isEqualTo("0"));
    }

    String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}
