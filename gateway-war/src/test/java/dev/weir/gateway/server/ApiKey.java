package dev.weir.gateway.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A caller of the gateways.
 *
 * @param secret what it sends
 * @param caller what the file of keys says of it: its name, and {@code tenant=}, {@code tier=}, ...
 */
public record ApiKey(String secret, String caller) {

    /** Its line in the file of keys. */
    public String line() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest) + ' ' + caller + '\n';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The name of the principal. */
    public String name() {
        return caller.split(" ", 2)[0];
    }

    public String authorization() {
        return "Bearer " + secret;
    }
}
