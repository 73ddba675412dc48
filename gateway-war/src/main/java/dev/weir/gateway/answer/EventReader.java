package dev.weir.gateway.answer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads server-sent events from parts that may be cut anywhere, with lines that end by CR, LF or both (WHATWG HTML,
 * 9.2.6). Events come out with LF. Used by one thread at a time.
 */
final class EventReader {

    /** Bytes of an event; OpenAI's largest, with 20 alternatives for a token, have some thousand. */
    static final int MOST = 512 * 1024;

    private static final String DATA = "data";
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private int lineStart;
    private boolean hasData;
    private boolean afterReturn;
    private boolean begun;

    /** The next event that ends in {@code part}, which is then read up to there; empty if all of it is read. */
    Optional<Event> next(ByteBuffer part) throws BrokenAnswerException {
        while (part.hasRemaining()) {
            byte next = part.get();
            boolean second = afterReturn && next == '\n';
            afterReturn = next == '\r';
            if (second) {
                continue;
            }
            if (next != '\n' && next != '\r') {
                event.write(next);
                if (event.size() > MOST) {
                    throw new BrokenAnswerException("an event has more than " + MOST + " bytes");
                }
            } else if (endLine()) {
                return Optional.of(take());
            }
        }
        return Optional.empty();
    }

    /** Ends a line; returns whether that ends an event. */
    private boolean endLine() {
        if (event.size() == lineStart) {
            return event.size() > 0;
        }
        byte[] bytes = event.toByteArray();
        int from = !begun && startsWithMark(bytes) ? MARK.length : lineStart;
        begun = true;
        field(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
        event.write('\n');
        lineStart = event.size();
        return false;
    }

    private static boolean startsWithMark(byte[] line) {
        return line.length >= MARK.length && line[0] == MARK[0] && line[1] == MARK[1] && line[2] == MARK[2];
    }

    private void field(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        if (!name.equals(DATA)) {
            return;
        }
        String value = colon < 0 ? "" : line.substring(colon + 1);
        if (hasData) {
            data.append('\n');
        }
        data.append(value, value.startsWith(" ") ? 1 : 0, value.length());
        hasData = true;
    }

    private Event take() {
        event.write('\n');
        Event taken = new Event(event.toByteArray(), data.toString());
        event.reset();
        data.setLength(0);
        lineStart = 0;
        hasData = false;
        return taken;
    }
}
