package dev.weir.gateway.relay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The beginning of what a client got, if it is asked for. Used by one thread at a time. */
final class AnswerText {

    private static final int MOST = 64 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private final boolean isWanted;

    AnswerText(boolean isWanted) {
        this.isWanted = isWanted;
    }

    void add(ByteBuffer part) {
        if (isWanted) {
            for (int i = part.position(); i < part.limit() && bytes.size() < MOST; i++) {
                bytes.write(part.get(i));
            }
        }
    }

    Optional<String> text() {
        return isWanted ? Optional.of(bytes.toString(StandardCharsets.UTF_8)) : Optional.empty();
    }
}
