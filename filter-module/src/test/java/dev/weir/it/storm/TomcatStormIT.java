package dev.weir.it.storm;

import dev.weir.it.ServerProcess;
import dev.weir.it.Wars;
import dev.weir.it.tomcat.TomcatServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However requests end on Tomcat, their slots are free afterwards, and never too many are in progress. */
class TomcatStormIT {

    @TempDir
    private Path directory;

    @Test
    void slots_afterTenThousandRequests_areFree() throws InterruptedException, ExecutionException {
        WebArchive war = TomcatServer.withMicroProfileConfig(
                Wars.war("storm", StormServlet.class, ThrowingFilter.class, Inside.class));
        TomcatServer tomcat = TomcatServer.start(directory, "storm", Map.of("", war), List.of());
        try (ServerProcess process = tomcat.process()) {
            process.awaitLog("application: STARTED");
            new Storm(URI.create("http://127.0.0.1:" + tomcat.port()), StormIT.OF_SERVLETS).blow(false);
        }
    }
}
