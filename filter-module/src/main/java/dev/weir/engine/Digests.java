package dev.weir.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests of texts, mostly in hexadecimal; different texts have different digests. Safe for use by many threads. */
public final class Digests {

    private static final String HMAC = "HmacSHA256";
    /** A byte with which no text in UTF-8 begins. */
    private static final byte NO_UTF_8 = (byte) 0xff;

    private static final int BRIEF_BYTES = 9;

    private Digests() {}

    /**
     * The key of a session, a digest of its id: reading the memory or the grid must not be enough to take over the
     * session.
     */
    public static String sessionKey(String id) {
        return "sha256:" + sha256(id);
    }

    /** SHA-256 of {@code text}, 64 digits. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(sha256Of(text));
    }

    /** The first 72 bits of the SHA-256 of {@code text}, or of its HMAC, as 12 characters of Base64 for URLs. */
    static String brief(Optional<SecretKeySpec> secret, String text) {
        byte[] whole = secret.isPresent() ? hmacOf(secret.get(), text) : sha256Of(text);
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(whole, BRIEF_BYTES));
    }

    private static byte[] sha256Of(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static SecretKeySpec hmacKey(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    static String hmac(SecretKeySpec secret, String text) {
        return HexFormat.of().formatHex(hmacOf(secret, text));
    }

    private static byte[] hmacOf(SecretKeySpec secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /**
     * The bytes of the text in UTF-8. A text with an unpaired surrogate, which UTF-8 cannot encode, is encoded by its
     * characters.
     */
    private static byte[] bytes(String text) {
        if (!hasHalfPair(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteBuffer raw = ByteBuffer.allocate(1 + 2 * text.length()).put(NO_UTF_8);
        raw.asCharBuffer().put(text);
        return raw.array();
    }

    /** Whether {@code text} has an unpaired surrogate, so that its UTF-8 would lose information. */
    static boolean hasHalfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean whole = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!whole) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
