package dev.weir.outbound.remote;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The body of an answer, of which a beginning can be looked at before it is passed on unchanged. Keeps what has been
 * read for that, and not what it decodes to. For use by one thread.
 *
 * <pre>
 * BodyPrefix prefix = new BodyPrefix(body, 65_536);
 * boolean limited = limitedWhen.matches(status, fields, Optional.of(prefix));
 * return prefix.whole();
 * </pre>
 */
public final class BodyPrefix {

    private static final int FIRST_BYTE_OF_GZIP = 0x1f;
    private static final int SECOND_BYTE_OF_GZIP = 0x8b;
    private static final int READ_AHEAD = 512;

    private final RecordedBody body;
    private final int maxBytes;

    /**
     * Looks at nothing yet.
     *
     * @param maxBytes how much is looked at, of the body as it comes and of what it decodes to, 1 or more
     */
    public BodyPrefix(InputStream body, int maxBytes) {
        this.body = new RecordedBody(body, maxBytes);
        this.maxBytes = maxBytes;
    }

    /** What a beginning of the body is asked. */
    @FunctionalInterface
    interface Question {
        boolean ask(InputStream prefix) throws IOException;
    }

    /**
     * Asks about the beginning of the body, decoded if it is gzip, which is known by its first two bytes: a client can
     * have decoded it before, and have left the field that says how. Reads only as far as the question does. False if
     * the body cannot be read.
     */
    boolean ask(Question question) {
        // the prefix ends like a text that is cut off, whatever the reason
        try (InputStream encoded = new BufferedInputStream(body.prefix(), READ_AHEAD)) {
            encoded.mark(2);
            boolean gzip = encoded.read() == FIRST_BYTE_OF_GZIP && encoded.read() == SECOND_BYTE_OF_GZIP;
            encoded.reset();
            if (!gzip) {
                return question.ask(new PrefixStream(encoded, maxBytes));
            }
            // closed, because it holds memory outside the heap
            try (InputStream decoded = new GZIPInputStream(encoded)) {
                return question.ask(new PrefixStream(decoded, maxBytes));
            }
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The whole body, from its first byte. Errors of reading come where they came. Afterwards, nothing more can be
     * asked.
     */
    public InputStream whole() {
        return body.whole();
    }
}
