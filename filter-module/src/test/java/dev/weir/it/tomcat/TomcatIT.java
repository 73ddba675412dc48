package dev.weir.it.tomcat;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.ServerProcess;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.filter.EchoServlet;
import dev.weir.it.place.LibraryBean;
import java.io.File;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a plain servlet container, without CDI, JAX-RS and, but for one test, MicroProfile Config. */
class TomcatIT {

    private static final String[] GRID = {"hazelcast", "cache-api"};
    private static final List<String> DROPPED_IN = List.of(
            "-Dratelimit.policies=dropped-in",
            "-Dratelimit.policy.dropped-in.limit=2/1h",
            "-Dratelimit.policy.dropped-in.scope=header:X-Api-Key",
            "-Dratelimit.policy.dropped-in.match=/dropped-in, /dropped-in/**");

    @TempDir
    private Path directory;

    private final List<ServerProcess> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(ServerProcess::close);
    }

    private static WebArchive application(String... libraries) {
        WebArchive war = ShrinkWrap.create(WebArchive.class)
                .addAsLibrary(Wars.built("weir.jar").toFile(), "weir-filter.jar")
                .addClass(EchoServlet.class)
                .setWebXML("it/tomcat-web.xml");
        return TomcatServer.withLibraries(war, libraries);
    }

    private Server start(String name, WebArchive war, List<String> options) {
        TomcatServer server = TomcatServer.start(directory, name, Map.of("", war), options);
        started.add(server.process());
        return new Server(server.process(), server.visitor(""));
    }

    /** A running Tomcat and a visitor of it. */
    private record Server(ServerProcess process, Visitor visitor) {}

    private static List<String> member(String cluster, int port, String members) {
        List<String> options = new ArrayList<>(DROPPED_IN);
        options.add("-Dratelimit.embedded.cluster-name=" + cluster);
        options.add("-Dratelimit.embedded.port=" + port);
        options.add("-Dratelimit.embedded.members=" + members);
        // the first answers of a cold cluster can take longer than the default
        options.add("-Dratelimit.store.timeout=10s");
        options.add("-Dhazelcast.socket.bind.any=false");
        return options;
    }

    @Test
    void hazelcastInTheApplication_twoServers_shareTheirCounters() {
        String cluster = "weir-" + UUID.randomUUID();
        int one = ServerProcess.freePort();
        int two = ServerProcess.freePort();
        String members = "127.0.0.1:" + one + ",127.0.0.1:" + two;
        Server first = start("first", application(GRID), member(cluster, one, members));
        Server second = start("second", application(GRID), member(cluster, two, members));
        first.process().awaitLog("application: STARTED");
        second.process().awaitLog("application: STARTED");
        first.process().awaitLog("Members {size:2");

        HttpResponse<String> admitted = first.visitor().with("X-Api-Key", "k").get("/dropped-in");
        assertThat(admitted.body()).isEqualTo("GET /dropped-in");
        assertThat(field(admitted, "RateLimit")).startsWith("\"dropped-in\";r=1;");
        assertThat(second.visitor().with("X-Api-Key", "k").statuses("//dropped-in;x=1", 2))
                .containsExactly(200, 429);
        assertThat(first.visitor().with("X-Api-Key", "k").status("/dropped-in")).isEqualTo(429);

        assertThat(second.visitor().with("X-Api-Key", "k").statuses("/by-hand", 2))
                .containsExactly(200, 429);
        HttpResponse<String> refused = first.visitor().with("X-Api-Key", "k").get("/by-hand");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.body()).contains("\"violated-policies\":[\"by-hand\"]");
        assertThat(first.visitor().statuses("/free", 3)).containsOnly(200);
        assertThat(first.process().log()).contains("a Hazelcast member of its own, cluster \"" + cluster);
    }

    @Test
    void microProfileConfigInTheApplication_isRead() {
        WebArchive war = TomcatServer.withMicroProfileConfig(application())
                .addAsResource("it/tomcat.properties", "META-INF/microprofile-config.properties");
        Server server = start("microprofile", war, List.of());
        server.process().awaitLog("application: STARTED");
        assertThat(server.visitor().with("X-Api-Key", "k").statuses("/dropped-in", 2))
                .containsExactly(200, 429);
        assertThat(server.visitor().with("X-Api-Key", "k").statuses("/by-hand", 2))
                .containsExactly(200, 429);
    }

    @Test
    void propertiesInTheApplicationThatNobodyReads_areNamed() {
        WebArchive war = application().addAsResource("it/tomcat.properties", "META-INF/microprofile-config.properties");
        Server server = start("unread", war, List.of("-Dratelimit.store=local"));
        server.process().awaitLog("application: STARTED");
        assertThat(server.visitor().with("X-Api-Key", "k").statuses("/dropped-in", 2))
                .containsExactly(200, 200);
        assertThat(server.process().log())
                .containsOnlyOnce("Weir found 1 thing(s) that are probably not meant so:")
                .containsOnlyOnce("META-INF/microprofile-config.properties: lies in the application")
                .contains("): ratelimit.policies, ratelimit.policy.dropped-in.limit,")
                .contains("at context root /, namespace /")
                .contains("    filter \"by-hand\" in web.xml at /by-hand");
    }

    @Test
    void nothingElseInTheApplication_countsAloneAndWarnsOnce() {
        Server server = start("alone", application(), DROPPED_IN);
        server.process().awaitLog("application: STARTED");
        assertThat(server.visitor().with("X-Api-Key", "k").statuses("/dropped-in", 3))
                .containsExactly(200, 200, 429);
        assertThat(server.process().log()).containsOnlyOnce("WARNING").contains("no Hazelcast on the class path");
    }

    @Test
    void wrongConfiguration_stopsTheApplication() {
        Server server = start("wrong", application(), List.of("-Dratelimit.policies=login", "-Dratelimit.stor=local"));
        server.process().awaitLog("application: STOPPED");
        assertThat(server.process().log())
                .containsOnlyOnce("Weir cannot start, its configuration has 1 problem(s):")
                .containsOnlyOnce(
                        "ratelimit.stor: unknown property (did you mean \"ratelimit.store\"?), was \"local\"");
    }

    @Test
    void annotations_whereNothingInterceptsThem_stopTheApplication() {
        // as a file: what is exploded explodes its libraries, too
        File library = directory.resolve("library.jar").toFile();
        ShrinkWrap.create(JavaArchive.class)
                .addClass(LibraryBean.class)
                .as(ZipExporter.class)
                .exportTo(library);
        WebArchive war = application().addClass(HandlerServlet.class).addAsLibrary(library);
        Server server = start("annotated", war, List.of());
        server.process().awaitLog("application: STOPPED");
        String site = "@RateLimited on " + HandlerServlet.class.getName();
        assertThat(server.process().log())
                .contains(
                        "has 4 problem(s)",
                        site + ".doGet(HttpServletRequest, HttpServletResponse): a servlet is not intercepted",
                        LibraryBean.class.getName() + ".get(): the class is neither a bean nor a resource",
                        site + "$OfType: the class is neither a bean nor a resource",
                        site + "$OfMethod.run(): the class is neither a bean nor a resource");
    }
}
