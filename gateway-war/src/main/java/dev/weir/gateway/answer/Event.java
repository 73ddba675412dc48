package dev.weir.gateway.answer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An event of a stream.
 *
 * @param raw all of it, with the empty line that ends it
 * @param data all its lines of data; empty if it has none, such as a comment
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Event(byte[] raw, String data) {

    /** What ends the stream of an OpenAI API. */
    static final String DONE = "[DONE]";

    /** An event with one line of data. */
    static ByteBuffer of(String data) {
        return ByteBuffer.wrap(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    boolean isDone() {
        return data.equals(DONE);
    }
}
