package dev.weir.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request proves its caller by: an API key or a token. The text is a secret. Immutable.
 *
 * @param secret never empty
 */
public record Credentials(String secret) {

    private static final int LONGEST = 16 << 10;
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    /**
     * Reads a field {@code authorization}: a bearer, or HTTP Basic whose password is an API key, as browsers send it.
     * Empty if it is something else.
     */
    public static Optional<Credentials> of(String authorization) {
        String lower = authorization
                .substring(0, Math.min(authorization.length(), BEARER.length()))
                .toLowerCase(Locale.ROOT);
        if (authorization.length() > LONGEST) {
            return Optional.empty();
        }
        if (lower.startsWith(BEARER)) {
            return of(authorization, BEARER);
        }
        return lower.startsWith(BASIC) ? of(authorization, BASIC).flatMap(Credentials::password) : Optional.empty();
    }

    private static Optional<Credentials> of(String authorization, String scheme) {
        String text = authorization.substring(scheme.length()).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(new Credentials(text));
    }

    private static Optional<Credentials> password(Credentials encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded.secret()), StandardCharsets.UTF_8);
            String password = pair.substring(pair.indexOf(':') + 1);
            return pair.indexOf(':') < 0 || password.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Credentials(password));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it has the form of a JSON Web Token. */
    boolean isToken() {
        int first = secret.indexOf('.');
        return first > 0 && secret.indexOf('.', first + 1) > 0;
    }

    /** Nothing of the secret: this text may be written to a log. */
    @Override
    public String toString() {
        return "Credentials[]";
    }
}
