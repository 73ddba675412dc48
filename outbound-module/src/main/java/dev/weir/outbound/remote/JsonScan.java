package dev.weir.outbound.remote;

import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for a value at one place of a JSON text that can be cut off anywhere, without keeping the text. For one use by
 * one thread.
 */
final class JsonScan {

    private static final JsonParserFactory PARSERS = JsonProvider.provider().createParserFactory(Map.of());

    private final JsonParser parser;
    private final JsonPointer pointer;
    private final String expected;

    /** The number of objects and arrays that have begun and not ended. */
    private int depth;
    /** How many of these, from the outermost, are on the way to the place. */
    private int onPath;
    /** The next index of each array on the way; below zero for an object. */
    private final int[] next;

    private String member = "";

    private JsonScan(JsonParser parser, JsonPointer pointer, String expected) {
        this.parser = parser;
        this.pointer = pointer;
        this.expected = expected;
        this.next = new int[pointer.tokens().size() + 1];
    }

    /** Does nothing but load what reads JSON: throws an {@link Error} or an exception if there is no such thing. */
    static void load() {
        // the initialization of this class is what counts
    }

    /**
     * Whether the text has {@code expected} at {@code pointer}: a text, or a number, {@code true}, {@code false} or
     * {@code null} as it is written. Decided by what comes before the first error, or the end.
     *
     * @param charset the charset of the text; empty: a Unicode one, found by its first bytes
     */
    static boolean finds(InputStream json, Optional<Charset> charset, JsonPointer pointer, String expected) {
        // not closed: that would only close the stream, which belongs to the caller
        try {
            JsonParser parser =
                    charset.map(each -> PARSERS.createParser(json, each)).orElseGet(() -> PARSERS.createParser(json));
            return new JsonScan(parser, pointer, expected).find();
        } catch (RuntimeException e) {
            // No JSON, or no more of it. JSON Processing names no type for all that it throws: nesting that is too deep
            // is a plain RuntimeException with Parsson
            return false;
        }
    }

    private boolean find() {
        while (parser.hasNext()) {
            if (isExpected(parser.next())) {
                return true;
            }
            if (depth == 0) {
                return false;
            }
        }
        return false;
    }

    private boolean isExpected(Event event) {
        switch (event) {
            case KEY_NAME -> {
                if (onPath == depth) {
                    member = parser.getString();
                }
            }
            case START_OBJECT, START_ARRAY -> begin(event == Event.START_ARRAY);
            case END_OBJECT, END_ARRAY -> {
                depth--;
                onPath = Math.min(onPath, depth);
            }
            default -> {
                return isOnPath() && depth == pointer.tokens().size() && hasValue(event);
            }
        }
        return false;
    }

    private void begin(boolean array) {
        boolean on = isOnPath() && depth < pointer.tokens().size();
        depth++;
        if (on) {
            onPath = depth;
            next[depth] = array ? 0 : -1;
        }
    }

    /** Whether the value that begins now is at the place, or has it inside. */
    private boolean isOnPath() {
        if (depth == 0) {
            return true;
        }
        if (onPath != depth) {
            return false;
        }
        String token = pointer.tokens().get(depth - 1);
        return next[depth] < 0 ? token.equals(member) : token.equals(Integer.toString(next[depth]++));
    }

    private boolean hasValue(Event event) {
        return switch (event) {
            case VALUE_STRING -> expected.equals(parser.getString());
            case VALUE_NUMBER -> expected.equals(parser.getString()) && isWhole();
            case VALUE_TRUE -> expected.equals("true");
            case VALUE_FALSE -> expected.equals("false");
            case VALUE_NULL -> expected.equals("null");
            default -> false;
        };
    }

    /** Whether the number is not cut off: something comes after it that can, or it is all. */
    private boolean isWhole() {
        return depth == 0 || (parser.hasNext() && parser.next() != null);
    }
}
