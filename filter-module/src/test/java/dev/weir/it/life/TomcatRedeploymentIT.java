package dev.weir.it.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.ServerProcess;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.filter.EchoServlet;
import jakarta.servlet.ServletContainerInitializer;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications come and go on a Tomcat that stays, without CDI: nobody but a listener is told that one ends. */
class TomcatRedeploymentIT {

    private static final List<String> LIMITS = List.of(
            "-Dratelimit.policies=path",
            "-Dratelimit.policy.path.limit=2/1h",
            "-Dratelimit.policy.path.scope=header:X-Path",
            "-Dratelimit.policy.path.match=/echo");

    @TempDir
    private Path directory;

    private static WebArchive echo() {
        return ShrinkWrap.create(WebArchive.class).addClass(EchoServlet.class);
    }

    private static WebArchive war(Class<?>... more) {
        return echo().addAsLibrary(Wars.built("weir.jar").toFile(), "weir-filter.jar")
                .addClasses(more);
    }

    private Path directory(String name, WebArchive war) {
        war.as(ExplodedExporter.class).exportExploded(directory.toFile(), name);
        return directory.resolve(name);
    }

    /** A file: what is exported as a directory has archives within as directories. */
    private File initializer() {
        File file = directory.resolve("initializer.jar").toFile();
        ShrinkWrap.create(JavaArchive.class)
                .addClass(FailingInitializer.class)
                .addAsServiceProvider(ServletContainerInitializer.class, FailingInitializer.class)
                .as(ZipExporter.class)
                .exportTo(file);
        return file;
    }

    private static void visit(RunningServer server, String name) {
        Visitor visitor = server.visitor(name);
        assertThat(visitor.with("X-Path", "one").statuses("/echo", 3)).containsExactly(200, 200, 429);
    }

    private static List<String> options(String... more) {
        return Stream.concat(LIMITS.stream(), List.of(more).stream()).toList();
    }

    @Test
    void redeployedTenTimes_orFailed_leavesNothing() {
        try (RunningServer server = RunningServer.tomcat(directory, "local", options("-Dratelimit.store=local"))) {
            Path right = directory("right", war());
            for (int i = 0; i < 10; i++) {
                assertThat(server.deploy("life", right)).isTrue();
                visit(server, "life");
                server.undeploy("life");
            }
            List<Path> failing = List.of(
                    directory("listener", war(FailingListener.class)),
                    directory("filter", war(FailingFilter.class)),
                    directory("initializer", war().addAsLibrary(initializer())));
            for (Path each : failing) {
                assertThat(server.deploy("failing", each)).as("%s", each).isFalse();
                server.awaitNoThread("weir-");
            }
            assertThat(server.deploy("life", right)).isTrue();
            visit(server, "life");
            server.undeploy("life");
            server.awaitNothingLeft("weir-");
        }
    }

    @Test
    void deploymentThatWeirEnds_leavesNoClassLoader() {
        try (RunningServer server = RunningServer.tomcat(directory, "ended", options("-Dratelimit.store=local"))) {
            Path wrong = directory("wrong", war(UndefinedPolicyServlet.class));
            for (int i = 0; i < 3; i++) {
                assertThat(server.deploy("wrong", wrong)).isFalse();
            }
            assertThat(server.log()).contains("\"undefined\"");
            server.awaitNothingLeft("weir-");
        }
    }

    @Test
    void aMemberOfItsOwn_endsWithTheApplication_alsoIfThatFails() {
        WebArchive war = war();
        WebArchive failing = war(FailingListener.class);
        for (WebArchive each : List.of(war, failing)) {
            each.addAsLibraries(
                    RunningServer.library("hazelcast").toFile(),
                    RunningServer.library("cache-api").toFile());
        }
        List<String> options = options(
                "-Dratelimit.embedded.cluster-name=weir-" + UUID.randomUUID(),
                "-Dratelimit.embedded.port=" + ServerProcess.freePort(),
                "-Dratelimit.store.timeout=10s");
        try (RunningServer server = RunningServer.tomcat(directory, "embedded", options)) {
            Path right = directory("right", war);
            Path wrong = directory("wrong", failing);
            for (int i = 0; i < 2; i++) {
                assertThat(server.deploy("failing", wrong)).isFalse();
                server.awaitNoThread("weir-,hz.");
                assertThat(server.deploy("life", right)).isTrue();
                visit(server, "life");
                server.undeploy("life");
                server.awaitNoThread("weir-,hz.");
            }
            server.awaitNothingLeft("weir-,hz.");
        }
    }

    /** As in the {@code lib} of an EAR: one set of classes for all. */
    @Test
    void theJarBesideTheServer_givesEachApplicationARuntime() {
        try (RunningServer server =
                RunningServer.tomcat(directory, "shared", options("-Dratelimit.store=local"), Wars.built("weir.jar"))) {
            Path war = directory("bare", echo());
            assertThat(server.deploy("one", war)).isTrue();
            assertThat(server.deploy("two", war)).isTrue();
            visit(server, "one");
            visit(server, "two");
            server.undeploy("one");
            assertThat(server.visitor("two").with("X-Path", "one").status("/echo"))
                    .isEqualTo(429);
            assertThat(server.deploy("one", war)).isTrue();
            visit(server, "one");
            server.undeploy("one");
            server.undeploy("two");
            // the server's initializers are run before those of the application
            Path failing = directory("failing", echo().addAsLibrary(initializer()));
            for (int i = 0; i < 3; i++) {
                assertThat(server.deploy("failing", failing)).isFalse();
                server.awaitNoThread("weir-");
            }
        }
    }
}
