package dev.weir.it.storm;

import dev.weir.it.Wars;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However requests end on Payara, their slots are free afterwards, and never too many are in progress. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class StormIT {

    /** The ways of servlets, on any server. */
    static final List<String> OF_SERVLETS = Stream.of(
                    "fine", "error", "exception", "thrown", "forward", "dispatch", "complete", "restart", "events")
            .map(way -> "/slow/" + way)
            .toList();

    private static final List<String> OF_RESOURCES = Stream.of(
                    "fine",
                    "mapped",
                    "exception",
                    "later",
                    "later-mapped",
                    "stream",
                    "events",
                    "bean",
                    "bean-failing",
                    "bean-later",
                    "bean-elsewhere")
            .map(way -> "/api/slow/" + way)
            .toList();

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("storm", Api.class, StormServlet.class, StormResource.class, ThrowingFilter.class, Work.class)
                .addClasses(Inside.class, StormResource.Unprocessable.class, StormResource.Mapper.class);
    }

    @Test
    void slots_afterTenThousandRequests_areFree() throws InterruptedException, ExecutionException {
        List<String> ways = new ArrayList<>(OF_SERVLETS);
        ways.addAll(OF_RESOURCES);
        new Storm(root, ways).blow(true);
    }
}
