package dev.weir.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A server that is neither Payara Micro nor Tomcat, with one application at its root. What the server writes, apart
 * from its log, is below the directory that it is given.
 */
public record OtherServer(ServerProcess process, URI root) implements AutoCloseable {

    /** Starts WildFly from the directory {@code home}. */
    public static OtherServer wildFly(Path home, Path directory, WebArchive war) {
        Path base = directory.resolve("standalone");
        copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
        export(war, base.resolve("deployments/ROOT.war"));
        int port = ServerProcess.freePort();
        List<String> arguments = new ArrayList<>(List.of("-Xmx512m"));
        // as its standalone.sh does
        for (String opened : List.of("java.base/java.lang", "java.base/java.util", "java.base/java.lang.invoke")) {
            arguments.add("--add-opens=" + opened + "=ALL-UNNAMED");
        }
        arguments.add("--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED");
        arguments.add("-Djboss.home.dir=" + home);
        arguments.add("-Djboss.server.base.dir=" + base);
        arguments.addAll(List.of("-jar", home.resolve("jboss-modules.jar").toString()));
        arguments.addAll(List.of("-mp", home.resolve("modules").toString(), "org.jboss.as.standalone"));
        arguments.addAll(List.of("-b", "127.0.0.1", "-bmanagement", "127.0.0.1"));
        arguments.add("-Djboss.http.port=" + port);
        for (String unused : List.of("https", "ajp", "management.http", "management.https")) {
            arguments.add("-Djboss." + unused + ".port=" + ServerProcess.freePort());
        }
        ServerProcess process = ServerProcess.start("wildfly", arguments).awaitLogOf(Pattern.compile("WFLYSRV002[56]"));
        return new OtherServer(process, root(port));
    }

    /** Starts Open Liberty from the directory {@code home}. */
    public static OtherServer liberty(Path home, Path directory, WebArchive war) {
        Path server = directory.resolve("servers/weir");
        export(war, server.resolve("apps/application.war"));
        int port = ServerProcess.freePort();
        write(server.resolve("server.xml"), """
                <server>
                  <featureManager><feature>webProfile-10.0</feature><feature>microProfile-6.1</feature></featureManager>
                  <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="%d" httpsPort="-1"/>
                  <webApplication location="application.war" contextRoot="/"/>
                </server>
                """.formatted(port));
        Path tools = home.resolve("bin/tools");
        List<String> arguments = List.of(
                "-Xmx512m",
                // what its own script opens
                "@" + home.resolve("lib/platform/java/java9.options"),
                "-javaagent:" + tools.resolve("ws-javaagent.jar"),
                "-jar",
                tools.resolve("ws-server.jar").toString(),
                "weir");
        ServerProcess process = ServerProcess.start("liberty", arguments, Map.of("WLP_USER_DIR", directory.toString()))
                .awaitLog("CWWKF0011I")
                .awaitLogOf(Pattern.compile("CWWKZ000[1-4]"));
        return new OtherServer(process, root(port));
    }

    private static URI root(int port) {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    private static void export(WebArchive war, Path file) {
        write(file, "");
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Path copy = to.resolve(from.relativize(each));
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(each, copy);
                }
            }
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
