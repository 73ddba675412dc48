package dev.weir.gateway.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** What waits until the client has room for it. Used by one thread at a time. */
final class ClientWriter {

    private static final String COMMENT = ": \n\n";

    private final ClientOutput output;
    private final AnswerText text;
    private final Queue<ByteBuffer> pending = new ArrayDeque<>();
    private boolean flushDue;
    private long progressNanos;

    ClientWriter(ClientOutput output, AnswerText text) {
        this.output = output;
        this.text = text;
    }

    void add(ByteBuffer part) {
        if (part.hasRemaining()) {
            text.add(part);
            pending.add(part);
        }
    }

    /** Writes what there is room for; returns whether all is sent and there is room for more. */
    boolean write(long nowNanos) throws IOException {
        while (output.isReady()) {
            ByteBuffer part = pending.poll();
            if (part != null) {
                output.write(part);
                flushDue = true;
            } else if (flushDue) {
                output.flush();
                flushDue = false;
            } else {
                return true;
            }
            progressNanos = nowNanos;
        }
        return false;
    }

    boolean isEmpty() {
        return pending.isEmpty() && !flushDue;
    }

    /** When something was written last. */
    long progressNanos() {
        return progressNanos;
    }

    /** Keeps the connection open, and finds out whether the client is there. */
    void comment() {
        pending.add(ByteBuffer.wrap(COMMENT.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The beginning of all, if it is asked for. */
    Optional<String> text() {
        return text.text();
    }

    /** Something is to be sent, if only the head. */
    void begin(long nowNanos) {
        flushDue = true;
        progressNanos = nowNanos;
    }

    void clear() {
        pending.clear();
        flushDue = false;
    }
}
