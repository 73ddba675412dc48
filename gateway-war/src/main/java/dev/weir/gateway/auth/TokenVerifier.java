package dev.weir.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.weir.gateway.settings.JwtSettings;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies JSON Web Tokens: the signature by a public key of the issuer, for whom and until when they are. What a token
 * itself says of where its key is, is never believed. Safe for use by many threads.
 */
public final class TokenVerifier {

    private static final Set<String> REQUIRED = Set.of("exp");

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final TokenClaims claims;
    private final PublicKeys keys;

    /** Verifies by {@code keys}; times are compared with {@code clock}. */
    public TokenVerifier(JwtSettings settings, PublicKeys keys, InstantSource clock) {
        this.keys = keys;
        this.claims = new TokenClaims(settings.claims());
        Set<JWSAlgorithm> algorithms =
                settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(algorithms, (selector, context) -> keys.select(selector)));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(
                        settings.audiences(),
                        new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                        REQUIRED,
                        Set.of()) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(Math.toIntExact(settings.skew().toSeconds()));
        processor.setJWTClaimsSetVerifier(verifier);
    }

    Outcome verify(String token) {
        try {
            return claims.caller(processor.process(token, null))
                    .<Outcome>map(Outcome.Known::new)
                    .orElseGet(Outcome.Unknown::new);
        } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
            // a token is a client's own text, and no text may do more than be refused
            return keys.isKnown() ? new Outcome.Unknown() : new Outcome.Unavailable();
        }
    }
}
