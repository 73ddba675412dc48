package dev.weir.gateway.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream on a socket of its own, which a test can leave in the middle. */
final class OpenStream implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader input;

    private OpenStream(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Sends {@code body} to one of the gateways of {@code client}. */
    static OpenStream of(Client client, int gateway, String body) {
        URI root = client.gateways().get(gateway);
        try {
            Socket socket = new Socket(root.getHost(), root.getPort());
            socket.setSoTimeout(60_000);
            String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: "
                    + client.key().authorization() + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            return new OpenStream(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until {@code count} events have come. */
    List<String> events(int count) {
        List<String> events = new ArrayList<>();
        try {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (line.startsWith("data: ")) {
                    events.add(line.substring("data: ".length()));
                }
                if (events.size() == count) {
                    break;
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads so many characters, or fewer if there are no more. */
    int read(int characters) {
        try {
            return input.read(new char[characters]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All lines until the other side closes the connection, in whatever way. */
    String rest() {
        StringBuilder rest = new StringBuilder();
        try {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                rest.append(line).append('\n');
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("the connection goes on", e);
        } catch (IOException e) {
            // reset, which is an end too
        }
        return rest.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
