package dev.weir.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.RateLimited;
import dev.weir.config.Declaration;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.Schedule;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("unused") // what is looked at is not called
class ContainerSitesTest {

    private static final String PLACE = "@RateLimited on dev.weir.site.ContainerSitesTest$";

    /** An EJB with methods that can be limited, and others that cannot. */
    @Stateless
    static class Reports {

        @RateLimited(limit = "1/1m")
        public void list() {}

        @Schedule(hour = "*")
        @RateLimited(limit = "1/1m")
        public void tick() {}

        @Asynchronous
        public void unlimited() {}

        @Asynchronous
        @RateLimited(limit = "1/1m")
        public void print() {}

        @PostConstruct
        @RateLimited(limit = "1/1m")
        void start() {}

        @PreDestroy
        void stop() {}

        @Inject
        @RateLimited(limit = "1/1m")
        void set(Runnable runnable) {}

        @RateLimited(limit = "1/1m")
        private void hidden() {}

        @RateLimited(limit = "1/1m")
        static void shared() {}
    }

    /** The class is asynchronous, and limited. */
    @Stateless
    @Asynchronous
    @RateLimited(limit = "1/1m")
    static class Prints {

        public void print() {}

        @PostConstruct
        void start() {}
    }

    /** A container makes it without what an extension adds. */
    @MessageDriven
    static class Orders implements Listening {

        @RateLimited(limit = "1/1m")
        public void onMessage(String message) {}

        @Override
        public void hear(byte[] message, Session session) {}
    }

    /** What another place declares for an endpoint. */
    interface Listening {
        @RateLimited(limit = "1/1m")
        void hear(byte[] message, Session session);
    }

    /** An endpoint with methods that can be limited, and others that cannot. */
    @ServerEndpoint("/chat")
    static class Chat implements Listening {

        @OnOpen
        @RateLimited(limit = "1/1m")
        public void open(Session session) {}

        @OnMessage
        @RateLimited(limit = "1/1m")
        public void nobody(String message) {}

        @OnMessage
        @Override
        public void hear(byte[] message, Session session) {}

        @OnClose
        @RateLimited(limit = "1/1m")
        public void close(Session session) {}

        @RateLimited(limit = "1/1m")
        public void other() {}
    }

    /** The class is limited: all that it receives. */
    @ServerEndpoint("/all")
    @RateLimited(limit = "1/1m")
    static class All {

        @OnMessage
        public void hear(String message, Session session) {}

        @OnClose
        public void close() {}
    }

    /** Without limits. */
    @ServerEndpoint("/free")
    static class Free {

        @OnMessage
        public void hear(String message) {}
    }

    private static List<String> lines(List<Declaration> defects) {
        return defects.stream()
                .map(each -> each.site() + ": " + each.defect().orElseThrow())
                .toList();
    }

    @Test
    void defects_ofBean_areMethodsThatNothingIntercepts() {
        assertThat(lines(ContainerSites.defectsOfMethods(Reports.class)))
                .containsExactlyInAnyOrder(
                        PLACE + "Reports.print: an asynchronous method of an EJB runs without its request and cannot be"
                                + " limited; limit its caller, or use jakarta.enterprise.concurrent.Asynchronous");
    }

    @Test
    void defects_ofAsynchronousClass_areItsPublicMethods() {
        assertThat(lines(ContainerSites.defectsOfMethods(Prints.class)))
                .singleElement()
                .asString()
                .startsWith(PLACE + "Prints.print: an asynchronous method of an EJB");
    }

    @Test
    void defects_ofMessageDrivenBean_areInheritedLimits() {
        assertThat(lines(ContainerSites.defectsOfMethods(Orders.class)))
                .containsExactly(
                        PLACE + "Orders.hear: on a message-driven bean the annotation has to be on the method or"
                                + " its class, not on what they inherit");
    }

    @Test
    void defects_ofEndpoint_areMethodsThatKnowNoClient() {
        assertThat(lines(ContainerSites.defectsOfMethods(Chat.class)))
                .containsExactlyInAnyOrder(
                        PLACE
                                + "Chat.nobody: needs a parameter jakarta.websocket.Session, which says who the client is",
                        PLACE
                                + "Chat.hear: on a WebSocket endpoint the annotation has to be on the method or its class,"
                                + " not on what they inherit",
                        PLACE + "Chat.close: the end of a session cannot be limited",
                        PLACE + "Chat.other: of a WebSocket endpoint only @OnOpen and @OnMessage can be limited");
        assertThat(lines(ContainerSites.defectsOfMethods(All.class))).isEmpty();
    }

    @Test
    void defects_endpointWhereCdiMakesNone_isOne() {
        assertThat(ContainerSites.defects(Free.class)).isEmpty();
        assertThat(lines(ContainerSites.defects(All.class)))
                .singleElement()
                .asString()
                .startsWith(PLACE + "All: this server makes WebSocket endpoints without CDI");
    }

    @Test
    void isLimitedEndpoint_withoutLimits_isFalse() {
        assertThat(ContainerSites.isLimitedEndpoint(All.class)).isTrue();
        assertThat(ContainerSites.isLimitedEndpoint(Free.class)).isFalse();
        assertThat(ContainerSites.isLimitedEndpoint(Reports.class)).isFalse();
    }
}
