package dev.weir.it.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.net.URI;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts is the status that the client gets, however the application answers. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class OutcomeIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("outcome", Api.class, AnswerServlet.class, AnswersResource.class)
                .addClasses(AnswersResource.Unprocessable.class, AnswersResource.Mapper.class)
                .setWebXML("it/outcome-web.xml");
    }

    @ParameterizedTest
    @CsvSource({
        "/answer/fine, 200",
        "/answer/moved, 302",
        "/answer/status, 404",
        "/answer/error, 404",
        "/answer/error-with-a-page, 410",
        "/answer/exception, 500",
        "/answer/later, 200",
        "/answer/later-failed, 503",
        "/answer/never, 500",
        "/answer/dispatched, 404",
        "/answer/dispatched-later, 503",
        "/api/answers/fine, 200",
        "/api/answers/mapped, 422",
        "/api/answers/exception, 500",
        "/api/answers/later, 200",
        "/api/answers/later-mapped, 422",
    })
    void response_countsByTheStatusThatTheClientGets(String path, int status) {
        Visitor visitor = Visitor.of(root);
        assertThat(visitor.statuses(path, 3)).containsOnly(status);
        boolean failed = status >= 400;
        // the response can arrive before its end is known
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(visitor.get("/api/left/failures").body()).isEqualTo(failed ? "6" : "9");
            assertThat(visitor.get("/api/left/successes").body()).isEqualTo(failed ? "9" : "6");
        });
    }

    @Test
    void annotation_countsFailuresAlone() {
        Visitor visitor = Visitor.of(root);
        assertThat(visitor.statuses("/api/own/200", 5)).containsOnly(200);
        assertThat(visitor.statuses("/api/own/401", 2)).containsOnly(401);
        assertThat(visitor.status("/api/own/200")).isEqualTo(429);
    }
}
