package dev.weir.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads the bodies of changes, of which none is long. A client that sends slowly holds its thread until a deadline over
 * the whole body, and the read at its end can last as long as the server lets one read last. Stateless; safe for use by
 * many threads.
 */
final class BodyReader {

    static final int LONGEST = 64 * 1024;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int CHUNK = 4 * 1024;
    private static final Map<String, String> CLOSE = Map.of("Connection", "close");

    private final LongSupplier nanoTime;

    /** @param nanoTime a time that never decreases */
    BodyReader(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    JsonBody read(HttpServletRequest request) {
        if (request.getContentLengthLong() > LONGEST) {
            throw tooLarge();
        }
        long began = nanoTime.getAsLong();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream stream = request.getInputStream();
            for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
                body.write(chunk, 0, read);
                if (body.size() > LONGEST) {
                    throw tooLarge();
                }
                if (nanoTime.getAsLong() - began > LONGEST_NANOS) {
                    throw new RejectedCall(408, "the body took more than 5 seconds", CLOSE);
                }
            }
        } catch (IOException e) {
            // the client has gone or sent nothing for as long as the server waits
            throw new RejectedCall(408, "the body did not arrive", CLOSE);
        }
        return JsonBody.read(body.toByteArray());
    }

    /** What follows is not read: the connection cannot be used any more. */
    private static RejectedCall tooLarge() {
        return new RejectedCall(413, "the body must be at most " + LONGEST + " bytes", CLOSE);
    }
}
