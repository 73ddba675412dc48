package dev.weir.it.conformance.wrong;

import dev.weir.RateLimited;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** An endpoint that is not told whose message it receives. */
@ServerEndpoint("/deaf")
public class DeafEndpoint {

    @OnMessage
    @RateLimited(limit = "1/1h")
    public void hear(String message) {}
}
