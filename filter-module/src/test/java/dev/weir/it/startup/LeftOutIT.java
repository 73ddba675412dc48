package dev.weir.it.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.ServerProcess;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.tomcat.TomcatServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code <absolute-ordering>} in {@code web.xml} can leave the jar's initializer out: then CDI installs the filter. */
class LeftOutIT {

    private static final String PROBLEM =
            "ratelimit.policy.matched.match: no filter applies this, <absolute-ordering> in web.xml"
                    + " leaves Weir out; add <others/> or <name>weir</name> to it";

    @TempDir
    private Path directory;

    private static WebArchive application(String name, String ordering, Class<?>... classes) {
        WebArchive war = ShrinkWrap.create(WebArchive.class, name + ".war")
                .addAsLibrary(Wars.built("weir.jar").toFile(), "weir-filter.jar")
                .addClasses(classes)
                .addAsWebResource(new StringAsset("page"), "page.txt")
                .setWebXML(new StringAsset("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">"
                        + ordering + "</web-app>"));
        return configured(war, "1/1h");
    }

    private static WebArchive configured(WebArchive war, String limit) {
        StringAsset properties = new StringAsset("""
                ratelimit.policies=matched
                ratelimit.store=local
                ratelimit.policy.matched.limit=%s
                ratelimit.policy.matched.match=/page.txt
                """.formatted(limit));
        String file = "META-INF/microprofile-config.properties";
        war.delete("/WEB-INF/classes/" + file);
        return war.addAsResource(properties, file);
    }

    @Test
    void payara_leftOut_limitsByMatch() {
        int port = ServerProcess.freePort();
        List<String> arguments = new ArrayList<>(List.of("-Xmx512m", "-jar"));
        arguments.add(Wars.built("weir.payara").toString());
        deploy(application("named", "<absolute-ordering><name>weir</name></absolute-ordering>", Bean.class), arguments);
        deploy(application("others", "<absolute-ordering><others/></absolute-ordering>"), arguments);
        deploy(application("resources", "<absolute-ordering/>", LimitedResource.class, Api.class), arguments);
        deploy(application("beans", "<absolute-ordering/>", Bean.class), arguments);
        deploy(application("pages", "<absolute-ordering/>"), arguments);
        deploy(configured(application("wrong", "<absolute-ordering/>"), "-1/1h"), arguments);
        arguments.addAll(List.of("--port", String.valueOf(port), "--nocluster", "--disablephonehome"));
        arguments.addAll(List.of("--prebootcommandfile", "target/test-classes/it/loopback.asadmin"));
        try (ServerProcess payara = ServerProcess.start("payara-left-out", arguments)) {
            payara.awaitLog(" ready in ");
            for (String works : List.of("named", "others", "resources", "beans", "pages")) {
                assertThat(visitor(port, works).statuses("/page.txt", 2))
                        .as(works)
                        .containsExactly(200, 429);
            }
            assertThat(visitor(port, "resources").statuses("/api/limited", 2)).containsExactly(200, 429);
            assertThat(visitor(port, "wrong").status("/page.txt")).isEqualTo(404);
            assertThat(payara.log())
                    .contains("ratelimit.policy.matched.limit: permits must be >= 0, was \"-1/1h\"")
                    .contains("@RateLimited on dev.weir.it.startup.LimitedResource");
        }
    }

    private void deploy(WebArchive war, List<String> arguments) {
        Path file = directory.resolve(war.getName());
        war.as(ZipExporter.class).exportTo(file.toFile());
        arguments.addAll(List.of("--deploy", file.toString()));
    }

    private static Visitor visitor(int port, String context) {
        return Visitor.of(URI.create("http://127.0.0.1:" + port + '/' + context));
    }

    @Test
    void tomcat_leftOutWithWeld_limitsByMatch() {
        WebArchive war = TomcatServer.withMicroProfileConfig(application("weld", """
                        <absolute-ordering/>
                        <listener>
                          <listener-class>org.jboss.weld.environment.servlet.Listener</listener-class>
                        </listener>
                        """, Bean.class))
                .addAsWebInfResource(new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml");
        Wars.directory("weir.weld-libs").map(Path::toFile).forEach(war::addAsLibrary);
        TomcatServer tomcat = TomcatServer.start(directory, "left-out-weld", Map.of("", war), List.of());
        try (ServerProcess process = tomcat.process()) {
            process.awaitLog("application: STARTED");
            assertThat(tomcat.visitor("").statuses("/page.txt", 2)).containsExactly(200, 429);
        }
    }

    @Test
    void tomcat_leftOut_aFilterByHandStopsTheApplication() {
        WebArchive war = TomcatServer.withMicroProfileConfig(application("by-hand", """
                        <absolute-ordering/>
                        <filter>
                          <filter-name>by-hand</filter-name>
                          <filter-class>dev.weir.servlet.RateLimitFilter</filter-class>
                          <init-param><param-name>policy</param-name><param-value>matched</param-value></init-param>
                        </filter>
                        <filter-mapping><filter-name>by-hand</filter-name><url-pattern>/*</url-pattern></filter-mapping>
                        """));
        try (ServerProcess tomcat = TomcatServer.start(directory, "left-out", Map.of("", war), List.of())
                .process()) {
            tomcat.awaitLog("application: STOPPED");
            assertThat(tomcat.log()).contains(PROBLEM);
        }
    }
}
