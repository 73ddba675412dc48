package dev.weir.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A Payara Micro with one application, in a process whose log a test can read. */
public record PayaraServer(ServerProcess process, URI root) implements AutoCloseable {

    /** Starts a server and waits until it is ready, whether or not the application is deployed. */
    public static PayaraServer start(String name, WebArchive war, String... options) {
        return start(name, List.of(war), options);
    }

    /** The same with other archives, which are deployed in this order. */
    public static PayaraServer start(String name, List<? extends Archive<?>> archives, String... options) {
        int port = ServerProcess.freePort();
        List<String> arguments = new ArrayList<>(List.of("-Xmx512m"));
        arguments.addAll(Stream.of(options).takeWhile(each -> !isOfPayara(each)).toList());
        arguments.addAll(List.of("-jar", Wars.built("weir.payara").toString()));
        for (Archive<?> each : archives) {
            arguments.addAll(List.of("--deploy", export(name, each).toString()));
        }
        arguments.addAll(List.of("--contextroot", "/"));
        arguments.addAll(List.of("--port", String.valueOf(port)));
        arguments.addAll(List.of("--nocluster", "--disablephonehome"));
        arguments.addAll(List.of("--prebootcommandfile", "target/test-classes/it/loopback.asadmin"));
        arguments.addAll(Stream.of(options).dropWhile(each -> !isOfPayara(each)).toList());
        ServerProcess process = ServerProcess.start("payara-" + name, arguments).awaitLog(" ready in ");
        return new PayaraServer(process, URI.create("http://127.0.0.1:" + port + "/"));
    }

    /** Those before it are Java's. */
    private static boolean isOfPayara(String option) {
        return option.startsWith("--");
    }

    private static Path export(String name, Archive<?> archive) {
        try {
            Path file = Files.createDirectories(Path.of("target", "wars", name)).resolve(archive.getName());
            archive.as(ZipExporter.class).exportTo(file.toFile(), true);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the server has written so far. */
    public String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}
