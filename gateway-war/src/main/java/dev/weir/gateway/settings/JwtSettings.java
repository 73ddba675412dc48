package dev.weir.gateway.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Which JSON Web Tokens are accepted. Immutable.
 *
 * @param jwks where the public keys are: {@code file:}, {@code https:}, or {@code http:} on this machine
 * @param audiences one of which a token has to be made for
 * @param algorithms by their names of JWA; none of them is symmetric
 * @param skew by how much clocks may differ
 * @param refresh for how long keys that were fetched are not fetched again for a token whose key is unknown
 */
public record JwtSettings(
        URI jwks,
        String issuer,
        Set<String> audiences,
        Set<String> algorithms,
        Claims claims,
        Duration skew,
        Duration refresh) {

    public JwtSettings {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
    }

    /** The names of the claims that say who the caller is. */
    public record Claims(String principal, String tenant, String tier, String models, String roles) {}
}
