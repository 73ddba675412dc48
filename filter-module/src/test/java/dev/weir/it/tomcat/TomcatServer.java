package dev.weir.it.tomcat;

import dev.weir.it.ServerProcess;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A Tomcat in a process of its own, with nothing but its applications on the class path. */
public record TomcatServer(ServerProcess process, int port) {

    private static final String[] MICROPROFILE_CONFIG = {
        "smallrye-config",
        "smallrye-config-core",
        "smallrye-config-common",
        "smallrye-common-annotation",
        "smallrye-common-classloader",
        "smallrye-common-constraint",
        "smallrye-common-expression",
        "smallrye-common-function",
        "microprofile-config-api",
        "jboss-logging",
        "asm"
    };

    /** Puts MicroProfile Config into an application. */
    public static WebArchive withMicroProfileConfig(WebArchive war) {
        return withLibraries(war, MICROPROFILE_CONFIG);
    }

    /** Puts libraries into an application. */
    static WebArchive withLibraries(WebArchive war, String... libraries) {
        Stream.of(libraries).map(TomcatServer::library).map(Path::toFile).forEach(war::addAsLibrary);
        return war;
    }

    /**
     * Starts one; it is not awaited.
     *
     * @param wars applications by context path
     * @param options of the JVM; {@code -Dconnector.<name>=} are attributes of the connector
     */
    public static TomcatServer start(Path directory, String name, Map<String, WebArchive> wars, List<String> options) {
        int port = ServerProcess.freePort();
        List<String> arguments = new ArrayList<>(List.of("-Xmx256m"));
        arguments.addAll(options);
        arguments.addAll(List.of("-cp", classPath(directory), TomcatMain.class.getName()));
        arguments.addAll(
                List.of(String.valueOf(port), directory.resolve(name + "-work").toString()));
        wars.forEach((path, war) -> {
            String unpacked = name + path.replace('/', '-');
            war.as(ExplodedExporter.class).exportExploded(directory.toFile(), unpacked);
            arguments.add(path);
            arguments.add(directory.resolve(unpacked).toString());
        });
        return new TomcatServer(ServerProcess.start("tomcat-" + name, arguments), port);
    }

    /** Somebody new, who visits the application at {@code contextPath}. */
    public Visitor visitor(String contextPath) {
        return Visitor.of(URI.create("http://127.0.0.1:" + port + contextPath));
    }

    /** A library that the build has copied. */
    static Path library(String name) {
        return Wars.built("weir.tomcat-libs").resolve(name + ".jar");
    }

    /** Tomcat and its main class, away from all other classes of the tests. */
    private static String classPath(Path directory) {
        String main = TomcatMain.class.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve("main").resolve(main);
        try {
            if (Files.notExists(copy)) {
                Files.createDirectories(copy.getParent());
                Files.copy(Path.of("target", "test-classes").resolve(main), copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.join(
                File.pathSeparator,
                directory.resolve("main").toString(),
                library("tomcat-embed-core").toString(),
                library("tomcat-annotations-api").toString());
    }
}
