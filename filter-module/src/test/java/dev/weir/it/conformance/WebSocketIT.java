package dev.weir.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.WebSocketVisitor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Messages of WebSocket sessions, each limited for itself, by who opened the session. */
class WebSocketIT {

    private static final String REFUSED = "RateLimitExceededException";
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static String somebody() {
        return "198.19.0." + ADDRESSES.incrementAndGet();
    }

    private WebSocketVisitor open(String path, String address) {
        return new WebSocketVisitor(ConformanceWar.running().root(), path, address);
    }

    @Test
    void message_refused_arrivesInOnErrorAndTheSessionGoesOn() {
        try (WebSocketVisitor session = open("/socket/message", somebody())) {
            assertThat(session.ask("1")).isEqualTo("1");
            assertThat(session.ask("2")).isEqualTo("2");
            assertThat(session.ask("3")).isEqualTo(REFUSED);
            assertThat(session.askInBytes()).isEqualTo("free");
            assertThat(session.ask("4")).isEqualTo(REFUSED);
        }
    }

    @Test
    void message_sessionsOfOneClient_shareTheCounter() {
        String address = somebody();
        try (WebSocketVisitor one = open("/socket/message", address);
                WebSocketVisitor two = open("/socket/message", address);
                WebSocketVisitor other = open("/socket/message", somebody())) {
            assertThat(one.ask("1")).isEqualTo("1");
            assertThat(two.ask("2")).isEqualTo("2");
            assertThat(one.ask("3")).isEqualTo(REFUSED);
            assertThat(two.ask("4")).isEqualTo(REFUSED);
            assertThat(other.ask("5")).isEqualTo("5");
        }
    }

    @Test
    void open_refused_arrivesInOnError() {
        String address = somebody();
        try (WebSocketVisitor one = open("/socket/open", address)) {
            assertThat(one.next()).isEqualTo("open");
            try (WebSocketVisitor two = open("/socket/open", address)) {
                assertThat(two.next()).isEqualTo(REFUSED);
            }
        }
    }

    @Test
    void type_messages_areLimited() {
        try (WebSocketVisitor session = open("/socket/type", somebody())) {
            assertThat(session.ask("1")).isEqualTo("1");
            assertThat(session.ask("2")).isEqualTo(REFUSED);
        }
    }

    @Test
    void ejb_messages_areLimited() {
        try (WebSocketVisitor session = open("/socket/ejb", somebody())) {
            assertThat(session.ask("1")).isEqualTo("1");
            assertThat(session.ask("2")).isEqualTo(REFUSED);
        }
    }

    @Test
    void repeated_oneRefuses_noneIsCharged() {
        try (WebSocketVisitor session = open("/socket/both", somebody())) {
            assertThat(session.ask("1")).isEqualTo("1");
            assertThat(session.ask("2")).isEqualTo("2");
            assertThat(session.ask("3")).isEqualTo(REFUSED);
        }
    }

    @Test
    void client_thatSendsTheParameterItself_isNotAnother() {
        String address = somebody();
        String path = "/socket/message?dev.weir.handshake=";
        try (WebSocketVisitor one = open(path + "a", address);
                WebSocketVisitor two = open(path + "b", address)) {
            assertThat(one.ask("1")).isEqualTo("1");
            assertThat(two.ask("2")).isEqualTo("2");
            assertThat(two.ask("3")).isEqualTo(REFUSED);
        }
    }
}
