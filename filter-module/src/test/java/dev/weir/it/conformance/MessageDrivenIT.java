package dev.weir.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.PayaraServer;
import dev.weir.it.Visitor;
import dev.weir.it.conformance.messaging.Receiver;
import java.time.Duration;
import java.util.List;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;

/**
 * A message-driven bean that is limited; its messages come from a resource adapter that is deployed beside the
 * application.
 */
class MessageDrivenIT {

    private static List<Archive<?>> archives() {
        return List.of(ConformanceWar.courier(), ConformanceWar.web().addPackage(Receiver.class.getPackage()));
    }

    @Test
    void message_withoutRequest_isAdmitted() {
        try (PayaraServer server = PayaraServer.start("message-driven", archives())) {
            Visitor visitor = Visitor.of(server.root());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(Integer.parseInt(
                                    visitor.get("/api/messages").body()))
                            .isGreaterThan(2));
            assertThat(server.log()).containsOnlyOnce("Receiver.deliver was called without a request");
        }
    }

    @Test
    void message_withoutRequestWhereThatIsLimited_isRefused() {
        try (PayaraServer server =
                PayaraServer.start("message-driven-limited", archives(), "-Dratelimit.without-request=limit")) {
            server.process().awaitLog("not delivered: ");
            assertThat(Visitor.of(server.root()).get("/api/messages").body()).isEqualTo("1");
        }
    }
}
