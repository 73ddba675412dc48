package dev.weir.login;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The text of bytes of which a client says the charset, or not. An application can read it by that charset, or by the
 * one that it expects: only what is the same text in both is clear. Stateless.
 */
final class DeclaredText {

    private DeclaredText() {}

    /**
     * The text of {@code bytes}: UTF-8, or ISO-8859-1 where they are no UTF-8. Empty if it is another text in the
     * {@code declared} charset, or if there is no such charset.
     */
    static Optional<String> of(byte[] bytes, Optional<String> declared) {
        String text = utf8(bytes).orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
        return declared.isEmpty() || isTheSame(text, bytes, declared.get()) ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isTheSame(String text, byte[] bytes, String declared) {
        try {
            return new String(bytes, Charset.forName(declared)).equals(text);
        } catch (IllegalArgumentException e) {
            // no name of a charset, or of one that this platform does not have
            return false;
        }
    }
}
