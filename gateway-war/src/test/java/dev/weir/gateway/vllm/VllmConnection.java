package dev.weir.gateway.vllm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection to {@link FakeVllm}: one thread reads, and so sees at once that the other side closes it. */
final class VllmConnection implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    interface Answering {
        void accept(VllmRequest request) throws Exception;
    }

    private final Socket socket;
    private final OutputStream output;
    private final BlockingQueue<VllmRequest> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    VllmConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.output = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    /** Reads requests until the other side closes. */
    void read() {
        try (InputStream input = new BufferedInputStream(socket.getInputStream())) {
            for (String line = line(input); !line.isEmpty(); line = line(input)) {
                requests.add(request(line, input));
            }
        } catch (IOException e) {
            // closed, by either side
        } finally {
            closed.countDown();
        }
    }

    private static VllmRequest request(String line, InputStream input) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        for (String field = line(input); !field.isEmpty(); field = line(input)) {
            String[] parts = field.split(":", 2);
            fields.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
        String body = new String(input.readNBytes(length), StandardCharsets.UTF_8);
        String[] words = line.split(" ");
        return new VllmRequest(words[0], words[1], fields, body);
    }

    /** Empty at the end of the input, and for an empty line. */
    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Answers requests, until the other side closes, or none comes for {@code keepAlive}. */
    void answer(Duration keepAlive, Answering answering) {
        try (this) {
            while (true) {
                VllmRequest next = requests.poll(keepAlive.toMillis(), TimeUnit.MILLISECONDS);
                if (next == null || isClosed()) {
                    return;
                }
                answering.accept(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // what goes wrong here, a test sees in what it gets
        }
    }

    void send(String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    /** A piece of a body in chunks; the last one is empty. */
    void chunk(String text) throws IOException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        send(Integer.toHexString(length) + "\r\n" + text + "\r\n");
    }

    /** Lets time pass. False if the other side has closed meanwhile. */
    boolean pass(Duration time) throws InterruptedException {
        return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }
}
