package dev.weir.it.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.ServerProcess;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.filter.EchoServlet;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several applications on one server, which share its grid. */
class NamespaceIT {

    @TempDir
    private static Path directory;

    private static final int PORT = ServerProcess.freePort();
    private static ServerProcess payara;

    @BeforeAll
    static void start() {
        List<String> arguments = new ArrayList<>(List.of("-Xmx512m", "-jar"));
        arguments.add(Wars.built("weir.payara").toString());
        // the first stands at the root
        for (String name : List.of("weir-shop-1.2", "one", "two")) {
            arguments.addAll(deploy(name, "namespace"));
        }
        for (String name : List.of("red", "blue")) {
            arguments.addAll(deploy(name, "shared-namespace"));
        }
        arguments.addAll(List.of("--contextroot", "/"));
        arguments.addAll(List.of("--port", String.valueOf(PORT), "--nocluster", "--disablephonehome"));
        arguments.addAll(List.of("--prebootcommandfile", "target/test-classes/it/loopback.asadmin"));
        payara = ServerProcess.start("payara-namespace", arguments);
        payara.awaitLog(" ready in ");
    }

    private static List<String> deploy(String name, String properties) {
        Path file = directory.resolve(name + ".war");
        Wars.war(properties, Api.class, SameResource.class, EchoServlet.class)
                .as(ZipExporter.class)
                .exportTo(file.toFile());
        return List.of("--deploy", file.toString());
    }

    @AfterAll
    static void stop() {
        payara.close();
    }

    private static Visitor visitor(String application) {
        return Visitor.of(URI.create("http://127.0.0.1:" + PORT + '/' + application));
    }

    @Test
    void policyOfTheSameName_inAnotherApplication_hasItsOwnCounters() {
        assertThat(visitor("one").statuses("/everybody", 2)).containsExactly(200, 429);
        assertThat(visitor("two").statuses("/everybody", 2)).containsExactly(200, 429);
    }

    @Test
    void classAndMethodOfTheSameName_inAnotherApplication_haveTheirOwnCounters() {
        assertThat(visitor("one").statuses("/api/same", 2)).containsExactly(200, 429);
        assertThat(visitor("two").statuses("/api/same", 2)).containsExactly(200, 429);
    }

    @Test
    void sameNamespace_configured_isShared() {
        assertThat(visitor("red").status("/everybody")).isEqualTo(200);
        assertThat(visitor("blue").status("/everybody")).isEqualTo(429);
    }

    @Test
    void summary_ofEachApplication_isLoggedOnce() {
        for (String name : List.of("one", "two")) {
            assertThat(payara.log()).containsOnlyOnce("at context root /" + name + ", namespace /" + name);
        }
        assertThat(payara.log())
                .containsOnlyOnce("at context root /, namespace weir-shop\n")
                .contains("at context root /red, namespace common")
                .contains("counters are shared through the server's Hazelcast")
                .contains("everybody: 1/1h, scope global, enforce", "    match /everybody")
                .contains("same-resource-list: 1/1h, scope global, enforce")
                .contains("    @RateLimited on dev.weir.it.namespace.SameResource.list()")
                .contains("unused: 60/1m, 1000/1h, scope client, shadow; applies nowhere")
                .containsOnlyOnce("ratelimit.policy.everybody.match: patterns are compared with the path below the"
                        + " context root /one, was \"/one/everybody\"");
    }

    @Test
    void summary_linesOfOneApplication_areAtMost40() {
        Pattern begin = Pattern.compile("Weir .* at context root /one,");
        long lines = payara.log()
                .lines()
                .dropWhile(line -> !begin.matcher(line).find())
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .count();
        assertThat(lines).isBetween(5L, 39L);
    }
}
