package dev.weir.it.path;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends request targets as they are, octet by octet, over one connection as long as the server keeps it. */
public final class RawConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final int port;
    private final InetAddress local;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    /** A client at 127.0.0.1. */
    public RawConnection(int port) {
        this(port, InetAddress.getLoopbackAddress());
    }

    /** A client at {@code local}, one of the addresses that this machine has. */
    public RawConnection(int port, InetAddress local) {
        this.port = port;
        this.local = local;
    }

    /** What a server answers; names of fields in lower case. */
    public record Response(int status, Map<String, String> fields, String body) {

        public String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    /** @param target its characters are octets */
    public Response get(String target) {
        return send("GET", target, "");
    }

    /** @param fields whole lines, each with its end */
    Response send(String method, String target, String fields) {
        return exchange(method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
    }

    /** @param head the request line and all fields, each with its end, and an empty line; its characters are octets */
    public Response exchange(String head) {
        try {
            if (!socket.isConnected() || socket.isClosed()) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port, local, 0);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                in = new BufferedInputStream(socket.getInputStream());
            }
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            Response response = read();
            if (response.field("connection").equalsIgnoreCase("close") || response.status() == 400) {
                socket.close();
            }
            return response;
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(head, e);
        }
    }

    private Response read() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] nameAndValue = line.split(":", 2);
            fields.put(nameAndValue[0].toLowerCase(Locale.ROOT), nameAndValue[1].strip());
        }
        return new Response(status, fields, new String(body(status, fields), StandardCharsets.UTF_8));
    }

    private byte[] body(int status, Map<String, String> fields) throws IOException {
        if (fields.getOrDefault("transfer-encoding", "").equals("chunked")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        String length = fields.get("content-length");
        if (length != null) {
            return in.readNBytes(Integer.parseInt(length));
        }
        return status == 304 ? new byte[0] : in.readAllBytes();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException(line.toString());
            }
            line.append((char) octet);
        }
        return line.toString().strip();
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
