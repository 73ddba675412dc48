package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class TokenClaimsTest {

    /** As servers make it: a class of their own, of which the interface alone is known. */
    private static class Token implements JsonWebToken {

        private final Map<String, Object> claims;

        Token(Map<String, Object> claims) {
            this.claims = claims;
        }

        @Override
        public String getName() {
            return "alice";
        }

        @Override
        public Object getClaim(String name) {
            return claims.get(name);
        }
    }

    private static final class SubToken extends Token {
        SubToken(Map<String, Object> claims) {
            super(claims);
        }
    }

    private static Optional<String> claim(Object value) {
        return TokenClaims.of(new SubToken(Map.of("org", value)), "org");
    }

    @Test
    void of_textOrNumber_isItsText() {
        assertThat(claim("acme")).contains("acme");
        assertThat(claim(42L)).contains("42");
    }

    @Test
    void of_severalValuesOrNone_isEmpty() {
        assertThat(claim(List.of("acme", "evil"))).isEmpty();
        assertThat(TokenClaims.of(new Token(Map.of("org", "acme")), "other")).isEmpty();
    }

    @Test
    void of_callerWithoutToken_isEmpty() {
        Principal alice = () -> "alice";
        assertThat(TokenClaims.of(alice, "org")).isEmpty();
        assertThat(TokenClaims.of(null, "org")).isEmpty();
    }
}
