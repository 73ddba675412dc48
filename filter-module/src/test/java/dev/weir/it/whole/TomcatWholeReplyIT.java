package dev.weir.it.whole;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.tomcat.TomcatServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Tomcat, which compresses pages itself, and with two applications that forward to each other. */
class TomcatWholeReplyIT extends WholeReplyContract {

    private static final List<String> OPTIONS = List.of(
            "-Dconnector.compression=force",
            "-Dratelimit.policies=outer",
            "-Dratelimit.policy.outer.limit=2/1h",
            "-Dratelimit.policy.outer.match=/begun/**, /zipped/**, /neighbour",
            "-Dratelimit.client.header=x-forwarded-for",
            "-Dratelimit.client.trusted-proxies=127.0.0.0/8");

    @TempDir
    private static Path directory;

    private static TomcatServer server;

    @BeforeAll
    static void start() {
        server = TomcatServer.start(directory, "whole", Map.of("", application(), "/other", application()), OPTIONS);
        server.process().awaitLog("application: STARTED").awaitLog("application/other: STARTED");
    }

    private static WebArchive application() {
        return ShrinkWrap.create(WebArchive.class)
                .addAsLibrary(Wars.built("weir.jar").toFile(), "weir-filter.jar")
                .addClasses(
                        BegunServlet.class,
                        NeighbourServlet.class,
                        RefusedCall.class,
                        StubbornFilter.class,
                        ZipFilter.class)
                .setWebXML("it/whole-web.xml");
    }

    @AfterAll
    static void stop() {
        server.process().close();
    }

    @Override
    protected Visitor visitor() {
        return server.visitor("");
    }

    @Override
    protected String log() {
        return server.process().log();
    }

    @Test
    void compressionOfTheServer_ofAPage_isLabelled() {
        HttpResponse<String> refused = visitor()
                .with("Accept", "text/html")
                .with("Accept-Encoding", "gzip")
                .get("/begun/fields");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "Content-Encoding")).isEqualTo("gzip");
        assertThat(field(refused, "Content-Length")).isEmpty();
    }

    @Test
    void forward_toOtherApplicationWithWeir_isAnsweredAndChargedHere() {
        Visitor visitor = visitor();
        HttpResponse<String> answered = visitor.get("/neighbour");
        assertThat(answered.body()).isEqualTo("admitted");
        assertThat(field(answered, "RateLimit")).startsWith("\"outer\";r=1;");
        assertThat(visitor.statuses("/neighbour", 2)).containsExactly(200, 429);
    }

    @Test
    void include_ofOtherApplicationWithWeir_refused_isAWholeProblem() {
        HttpResponse<String> refused = visitor().get("/neighbour?include=/begun/all");
        assertThat(refused.statusCode()).isEqualTo(429);
        // the exception is of a class that this application does not have
        assertThat(refused.body()).contains("quota-exceeded", "Retry after 1 second.");
    }
}
