package dev.weir.gateway.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the value of one field at the top of a JSON object while its bytes pass, and keeps no more than that. Does not
 * check that it is JSON. Not safe for use by many threads.
 */
public final class FieldScanner {

    /** More than any usage has; a larger value counts as missing. */
    private static final int MOST = 64 * 1024;

    private final byte[] field;
    private final ByteArrayOutputStream key = new ByteArrayOutputStream();
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean object;
    private boolean keyExpected;
    private boolean inKey;
    private boolean inValue;
    private boolean complete;
    private Optional<String> found = Optional.empty();

    /** Looks for {@code field}. */
    public FieldScanner(String field) {
        this.field = field.getBytes(StandardCharsets.UTF_8);
    }

    /** Looks at what {@code part} has left, and leaves it as it is. */
    public void look(ByteBuffer part) {
        for (int i = part.position(); i < part.limit(); i++) {
            look(part.get(i));
        }
    }

    /** The value as it stands in the text, the last one if there are several. */
    public Optional<String> value() {
        return found;
    }

    /** Whether the object has ended. */
    public boolean isComplete() {
        return complete;
    }

    private void look(byte next) {
        if (inString) {
            inString(next);
            return;
        }
        switch (next) {
            case '"' -> string();
            case '{', '[' -> open(next);
            case '}', ']' -> close(next);
            case ',' -> comma();
            case ':' -> colon();
            default -> keep(next);
        }
    }

    private void inString(byte next) {
        keep(next);
        if (escaped) {
            escaped = false;
        } else if (next == '\\') {
            escaped = true;
        } else if (next == '"') {
            inString = false;
            inKey = false;
            return;
        }
        if (inKey && key.size() <= field.length) {
            key.write(next);
        }
    }

    private void string() {
        inString = true;
        if (depth == 1 && keyExpected) {
            keyExpected = false;
            inKey = true;
            key.reset();
        } else {
            keep((byte) '"');
        }
    }

    private void open(byte next) {
        keep(next);
        depth++;
        if (depth == 1) {
            object = next == '{';
            keyExpected = object;
        }
    }

    private void close(byte next) {
        depth--;
        if (depth == 0) {
            end();
            complete = true;
        } else {
            keep(next);
        }
    }

    private void comma() {
        if (depth == 1 && object) {
            end();
            keyExpected = true;
        } else {
            keep((byte) ',');
        }
    }

    private void colon() {
        if (depth == 1 && object && !inValue) {
            inValue = Arrays.equals(key.toByteArray(), field);
            value.reset();
        } else {
            keep((byte) ':');
        }
    }

    private void keep(byte next) {
        if (inValue && value.size() <= MOST) {
            value.write(next);
        }
    }

    private void end() {
        if (inValue) {
            found = value.size() > MOST
                    ? Optional.empty()
                    : Optional.of(value.toString(StandardCharsets.UTF_8).strip());
            inValue = false;
        }
    }
}
