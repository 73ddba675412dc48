package dev.weir.it.life;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.servlet.ServletContainerInitializer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications come and go on a Payara Micro that stays, and leave nothing of Weir behind. */
class RedeploymentIT {

    private static final String PROPERTIES = "META-INF/microprofile-config.properties";
    private static final String THREADS = "weir-";

    @TempDir
    private static Path directory;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.payara(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static WebArchive war(Class<?>... more) {
        return Wars.war("life", Api.class, StepsResource.class, StepsService.class)
                .addClasses(more);
    }

    private static WebArchive configured(String properties) {
        return Wars.war("life", Api.class, StepsResource.class, StepsService.class)
                .addAsResource(new StringAsset(properties), PROPERTIES);
    }

    private static Path file(String name, WebArchive war) {
        Path file = directory.resolve(name + ".war");
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    /** Through the filter, a resource, a bean and the limiter. */
    private static void visit(String name) {
        Visitor visitor = server.visitor(name);
        assertThat(visitor.get("/api/steps/resource").body()).isEqualTo("resource");
        assertThat(visitor.get("/api/steps/bean").body()).isEqualTo("bean");
        assertThat(visitor.get("/api/steps/code").statusCode()).isEqualTo(200);
        // a lease, and a denial
        visitor.statuses("/api/steps/bean", 20);
        visitor.with("X-Path", "denied").statuses("/api/steps/bean", 5);
    }

    @Test
    void redeployedTenTimes_leavesNoClassLoader() {
        Path shared = file("shared", war());
        String here = "ratelimit.store=local\nratelimit.policies=steps\nratelimit.policy.steps.limit=1000/1h\n";
        Path local = file("local", configured(here));
        Path off = file(
                "off",
                configured("ratelimit.enabled=false\nratelimit.policies=steps\n"
                        + "ratelimit.policy.steps.limit=1000/1h\n"));
        Path kept = file(
                "kept",
                configured("ratelimit.policies=steps\nratelimit.policy.steps.limit=1000/1h\n"
                        + "ratelimit.persistence.datasource=java:comp/DefaultDataSource\n"));
        loadDatabase();
        for (Path each : List.of(shared, shared, local, shared, off, kept, shared, shared, kept, shared)) {
            assertThat(server.deploy("life", each)).as("%s", each).isTrue();
            visit("life");
            server.undeploy("life");
        }
        server.awaitNothingLeft(THREADS);
    }

    private static void loadDatabase() {
        WebArchive war = ShrinkWrap.create(WebArchive.class).addClass(ConnectingServlet.class);
        assertThat(server.deploy("database", file("database", war))).isTrue();
        assertThat(field(server.visitor("database").get("/connect"), "X-Database"))
                .isEqualTo("H2");
        server.undeploy("database");
    }

    @Test
    void deploymentThatFails_leavesNothingOfWeir_andARightOneWorks() {
        List<WebArchive> failing = List.of(
                war(FailingStartup.class),
                war(FailingStartup.class),
                war(FailingStartup.class),
                war(FailingListener.class),
                war().addAsLibrary(jar(ServletContainerInitializer.class, FailingInitializer.class)),
                war(FailingServlet.class),
                war().addAsLibrary(jar(Extension.class, FailingExtension.class)));
        for (WebArchive each : failing) {
            Path file = file("failing", each);
            assertThat(server.deploy("failing", file)).as("%s", each).isFalse();
            server.awaitNoThread(THREADS);
        }
        assertThat(server.deploy("right", file("right", war()))).isTrue();
        visit("right");
        server.undeploy("right");
        server.awaitNothingLeft(THREADS);
    }

    @Test
    void deploymentThatWeirEnds_leavesNoClassLoader() {
        Path file = file("undefined", war(UndefinedPolicyServlet.class));
        for (int i = 0; i < 3; i++) {
            assertThat(server.deploy("undefined", file)).isFalse();
        }
        server.awaitNothingLeft(THREADS);
    }

    private static JavaArchive jar(Class<?> service, Class<?> provider) {
        return ShrinkWrap.create(JavaArchive.class).addClass(provider).addAsServiceProvider(service, provider);
    }

    @Test
    void undeployed_leavesTheCachesAndTheOtherApplicationAsTheyWere() {
        Path war = file("two", war());
        assertThat(server.deploy("stays", war)).isTrue();
        assertThat(server.deploy("goes", war)).isTrue();
        Visitor visitor = server.visitor("stays").with("X-Path", "stays");
        assertThat(remaining(visitor)).isEqualTo(2);
        visit("goes");
        server.undeploy("goes");
        assertThat(server.deploy("failing", file("failing-too", war(FailingListener.class))))
                .isFalse();
        assertThat(remaining(visitor)).isEqualTo(1);
        assertThat(remaining(visitor)).isZero();
        assertThat(visitor.status("/api/steps/bean")).isEqualTo(429);
        assertThat(server.visitor("stays").get("/api/steps/code").body()).contains("CLUSTER");
        server.undeploy("stays");
        // what the cluster knows outlasts them all
        assertThat(server.deploy("stays", war)).isTrue();
        assertThat(visitor.status("/api/steps/bean")).isEqualTo(429);
        server.undeploy("stays");
        server.awaitNothingLeft(THREADS);
    }

    private static int remaining(Visitor visitor) {
        HttpResponse<String> admitted = visitor.get("/api/steps/bean");
        assertThat(admitted.statusCode()).isEqualTo(200);
        String field = field(admitted, "RateLimit");
        return Integer.parseInt(field.replaceAll(".*\"path\";r=(\\d+).*", "$1"));
    }
}
