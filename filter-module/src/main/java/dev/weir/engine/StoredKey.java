package dev.weir.engine;

import dev.weir.Key;
import dev.weir.match.ClientAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The text under which a key is stored: never longer than 128 characters, never the same for keys of two kinds. */
public final class StoredKey {

    private static final int LONGEST = 128;
    private static final String HMAC = "HmacSHA256";

    private final ClientAddress clientAddress;
    private final Optional<SecretKeySpec> secret;

    /** With a {@code secret}, keys are stored as HMAC-SHA-256, so that the grid holds no personal data. */
    public StoredKey(ClientAddress clientAddress, Optional<String> secret) {
        this.clientAddress = clientAddress;
        this.secret = secret.map(text -> new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC));
    }

    /** The same for all ways to write an address, so that they share a counter. */
    Key canonical(Key key) {
        if (key.kind() != Key.Kind.ADDRESS) {
            return key;
        }
        String value = key.value();
        boolean canonical =
                value.startsWith("4:") ? value.indexOf(':', 2) < 0 : value.startsWith("6:") && value.contains("/");
        return canonical ? key : Key.address(address(value));
    }

    /** The text for {@code key}. */
    public String of(Key key) {
        String text = plain(key);
        if (secret.isPresent()) {
            return "hmac:" + hmac(secret.get(), text);
        }
        return text.length() > LONGEST ? "sha256:" + sha256(text) : text;
    }

    private String plain(Key key) {
        return switch (key.kind()) {
            case ADDRESS -> address(key.value());
            case USER -> "u:" + key.value();
            // whoever reads the grid must not be able to take over the session
            case SESSION -> "s:" + sha256(key.value());
            case HEADER -> "h:" + key.value();
            case GLOBAL -> "g:";
            case CUSTOM -> "c:" + key.value();
        };
    }

    /** What is no literal is canonical already, or opaque: it begins with its own kind either way. */
    private String address(String value) {
        boolean canonical = value.startsWith("4:") || value.startsWith("?:") || value.startsWith("6:");
        String resolved = clientAddress.resolve(value, List.of());
        return canonical && resolved.startsWith("?:") ? value : resolved;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hmac(SecretKeySpec secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
