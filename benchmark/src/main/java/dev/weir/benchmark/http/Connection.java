package dev.weir.benchmark.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A kept-alive connection to a server, by a plain socket: a client library would add to the time of a request. */
public final class Connection implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 120_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String host;
    private boolean last;

    /** Connects to {@code server}. */
    public Connection(URI server) throws IOException {
        host = server.getHost() + ':' + server.getPort();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a request and reads the whole response; returns its status. */
    int get(String path, String client) throws IOException {
        return exchange(head("GET", path, client) + "\r\n");
    }

    /** Sends a form of ASCII characters and reads the whole response; returns its status. */
    public int post(String path, String client, String form) throws IOException {
        return exchange(
                head("POST", path, client) + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + form.length() + "\r\n\r\n" + form);
    }

    private String head(String method, String path, String client) {
        return method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-For: " + client + "\r\n";
    }

    private int exchange(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String statusLine = line();
        int length = 0;
        boolean chunked = false;
        for (String field = line(); !field.isEmpty(); field = line()) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length =
                        Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
            }
            last |= lower.startsWith("connection:") && lower.contains("close");
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (chunked) {
            skipChunks();
        } else {
            in.skipNBytes(length);
        }
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    /**
     * Whether the server announced that it accepts no more requests on the connection: Payara does so after some
     * hundred.
     */
    boolean isLast() {
        return last;
    }

    private void skipChunks() throws IOException {
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            in.skipNBytes(size + 2L);
        }
        String unused = line();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
