package dev.weir.it.conformance.websocket;

import dev.weir.RateLimited;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** Endpoints with limits on what they receive; they answer refusals with the exception's name. */
public final class Echo {

    private Echo() {}

    /** What all of them do. */
    public abstract static class Answering {

        @OnError
        public void failed(Session session, Throwable thrown) throws IOException {
            session.getBasicRemote().sendText(thrown.getClass().getSimpleName());
        }
    }

    /** Its text messages are limited, its binary ones are not. */
    @ServerEndpoint("/socket/message")
    public static class OfMessage extends Answering {

        @OnMessage
        @RateLimited(limit = "2/1h")
        public String text(String message, Session session) {
            return message;
        }

        @OnMessage
        public String bytes(byte[] message) {
            return "free";
        }
    }

    /** Opening it is limited, also where it is not refused. */
    @ServerEndpoint("/socket/open")
    public static class OfOpening extends Answering {

        @OnOpen
        @RateLimited(limit = "1/1h")
        public void open(Session session) throws IOException {
            session.getBasicRemote().sendText("open");
        }
    }

    /** All of it is limited. */
    @ServerEndpoint("/socket/type")
    @RateLimited(limit = "1/1h")
    public static class OfType extends Answering {

        @OnMessage
        public String text(Session session, String message) {
            return message;
        }
    }

    /** Two policies on one method. */
    @ServerEndpoint("/socket/both")
    public static class OfBoth extends Answering {

        @OnMessage
        @RateLimited(limit = "2/1h")
        @RateLimited(value = "both", limit = "3/1h")
        public String text(Session session, String message) {
            return message;
        }
    }
}
