package dev.weir.it.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.ServerProcess;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.filter.EchoServlet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin servlet where the server has neither JSON Processing nor, in these applications, a login mechanism. */
class TomcatAdminIT {

    private static final String[] JSON = {"parsson", "jakarta.json-api"};

    @TempDir
    private Path directory;

    private final List<ServerProcess> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(ServerProcess::close);
    }

    private TomcatServer start(String name, String[] libraries, String... options) {
        WebArchive war = ShrinkWrap.create(WebArchive.class)
                .addAsLibrary(Wars.built("weir.jar").toFile(), "weir-filter.jar")
                .addClass(EchoServlet.class)
                .setWebXML("it/tomcat-web.xml");
        List<String> all = Stream.concat(Stream.of("-Dratelimit.store=local"), Stream.of(options))
                .toList();
        TomcatServer server =
                TomcatServer.start(directory, name, Map.of("", TomcatServer.withLibraries(war, libraries)), all);
        started.add(server.process());
        return server;
    }

    @Test
    void adminPath_noJsonProcessing_stopsTheApplication() {
        TomcatServer server = start("admin-no-json", new String[0], "-Dratelimit.admin.path=/ops");
        server.process().awaitLog("application: STOPPED");
        assertThat(server.process().log())
                .contains("ratelimit.admin.path: needs Jakarta JSON Processing 2.1 with an implementation, for example"
                        + " org.eclipse.parsson:jakarta.json in WEB-INF/lib, was \"/ops\"");
    }

    @Test
    void adminPath_apiOfJsonAlone_stopsTheApplication() {
        TomcatServer server = start("admin-json-api", new String[] {"jakarta.json-api"}, "-Dratelimit.admin.path=/ops");
        server.process().awaitLog("application: STOPPED");
        assertThat(server.process().log()).contains("ratelimit.admin.path: needs Jakarta JSON Processing 2.1");
    }

    @Test
    void adminPath_wrong_stopsTheApplication() {
        TomcatServer server = start("admin-wrong", JSON, "-Dratelimit.admin.path=/ops/*");
        server.process().awaitLog("application: STOPPED");
        assertThat(server.process().log()).contains("ratelimit.admin.path: each segment must be of the characters");
    }

    @Test
    void adminPath_noLoginMechanism_answersNobody() {
        TomcatServer server = start(
                "admin",
                JSON,
                "-Dratelimit.admin.path=/ops",
                "-Dratelimit.policies=all",
                "-Dratelimit.policy.all.limit=2/1h",
                "-Dratelimit.policy.all.match=/**");
        server.process().awaitLog("application: STARTED");
        Visitor visitor = server.visitor("");
        assertThat(visitor.statuses("/ops/me", 4)).containsOnly(401);
        assertThat(visitor.get("/ops/").body()).contains("\"status\":401");
        assertThat(visitor.send("OPTIONS", "/ops/me").statusCode()).isEqualTo(401);
        assertThat(visitor.statuses("/free", 3)).containsExactly(200, 200, 429);
        assertThat(visitor.status("/x/../ops/me")).isEqualTo(401);
        assertThat(visitor.status("/ops/../free")).isEqualTo(429);
    }

    @Test
    void noAdminPath_nothingIsThere() {
        TomcatServer server = start("no-admin", new String[0]);
        server.process().awaitLog("application: STARTED");
        assertThat(server.visitor("").statuses("/ratelimit/", 2)).doesNotContain(401, 403, 405);
        assertThat(server.visitor("").get("/ratelimit/me").body()).isEqualTo("GET /ratelimit/me");
    }
}
