package dev.weir.outbound.strict;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second address of a {@link StrictRemote}, at which its clock is another: it passes all on, but changes the
 * {@code Date}, which the server of the JDK sets itself. For a few connections: two threads each.
 */
public final class OtherClock implements AutoCloseable {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern HEADER = Pattern.compile("(?<=\r\nDate: )([^\r]{29})(?=\r\n)");
    private static final int BUFFER = 1 << 16;

    private final ServerSocket server;
    private final int port;
    private final Duration offset;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private OtherClock(ServerSocket server, int port, Duration offset) {
        this.server = server;
        this.port = port;
        this.offset = offset;
    }

    /** Opens a port at which the clock of {@code remote} is ahead of this machine's by {@code offset}. */
    public static OtherClock of(StrictRemote remote, Duration offset) {
        try {
            OtherClock opened =
                    new OtherClock(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), remote.port(), offset);
            start(opened::accept);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String date(Instant time) {
        return DATE.format(time);
    }

    /** The address of a request with that id. */
    public URI uri(String id) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/price/" + id);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket remote = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setTcpNoDelay(true);
            remote.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(remote);
            start(() -> pass(client, remote, false));
            start(() -> pass(remote, client, true));
        }
    }

    /** The server writes the headers of an answer at once, so that they are read at once. */
    private void pass(Socket from, Socket to, boolean changes) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String text = new String(buffer, 0, read, ISO_8859_1);
                out.write((changes ? changed(text) : text).getBytes(ISO_8859_1));
            }
        }
    }

    private String changed(String text) {
        Matcher header = HEADER.matcher(text);
        return header.find()
                ? header.replaceFirst(
                        DATE.format(Instant.from(DATE.parse(header.group())).plus(offset)))
                : text;
    }

    /** What runs until a socket is closed. */
    private interface Passing {
        void run() throws IOException;
    }

    private static void start(Passing passing) {
        Thread thread = new Thread(() -> {
            try {
                passing.run();
            } catch (IOException e) {
                // closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
