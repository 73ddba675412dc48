package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.ejb.Stateless;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** An endpoint that is an EJB. */
@Stateless
@ServerEndpoint("/socket/ejb")
public class EchoBean {

    @OnMessage
    @RateLimited(limit = "1/1h")
    public String text(String message, Session session) {
        return message;
    }

    @OnError
    public void failed(Session session, Throwable thrown) throws IOException {
        session.getBasicRemote().sendText(thrown.getClass().getSimpleName());
    }
}
