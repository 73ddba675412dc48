package dev.weir.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The client's end of a WebSocket session. Safe for use by one thread. */
public final class WebSocketVisitor implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    /** Opens a session as a client with {@code address}. */
    public WebSocketVisitor(URI root, String path, String address) {
        String context = root.getPath().replaceAll("/$", "");
        socket = HTTP.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(30))
                .header("X-Forwarded-For", address)
                .buildAsync(URI.create("ws://127.0.0.1:" + root.getPort() + context + path), new Listener())
                .join();
    }

    private final class Listener implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            received.add(data.toString());
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            received.add("closed " + status);
            return CompletableFuture.completedStage(null);
        }
    }

    /** Sends a text and returns what comes back. */
    public String ask(String text) {
        socket.sendText(text, true).join();
        return next();
    }

    /** Sends bytes and returns what comes back. */
    public String askInBytes() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
        return next();
    }

    /** The next text that comes; waits for it. */
    public String next() {
        try {
            return String.valueOf(received.poll(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
