package dev.weir.it.path;

import dev.weir.it.tomcat.TomcatServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tomcat drops parameters of each segment, decodes and resolves dots; it refuses most of what is strange. */
class TomcatPathIT extends PathContract {

    private TomcatServer tomcat;

    @BeforeAll
    void start(@TempDir Path directory) {
        WebArchive war = TomcatServer.withMicroProfileConfig(application());
        Map<String, WebArchive> wars = Map.of("", war, "/shop", war, "/a shop", war);
        tomcat = TomcatServer.start(directory, "path", wars, List.of());
        List.of("", "/shop", "/a shop").forEach(path -> tomcat.process().awaitLog("application" + path + ": STARTED"));
    }

    @AfterAll
    void stop() {
        tomcat.process().close();
    }

    @Override
    int port() {
        return tomcat.port();
    }

    @Override
    List<String> contexts() {
        return List.of("", "/shop", "/a%20shop");
    }

    @Override
    List<Target> targets() {
        return servletTargets();
    }
}
