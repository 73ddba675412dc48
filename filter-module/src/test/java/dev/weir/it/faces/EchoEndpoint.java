package dev.weir.it.faces;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** A WebSocket whose handshake is always refused. */
@ServerEndpoint("/socket")
public class EchoEndpoint {

    @OnMessage
    public String echo(String message) {
        return message;
    }
}
