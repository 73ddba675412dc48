package dev.weir.gateway.settings;

import dev.weir.spi.ValueReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the properties {@code ratelimit.llm.jwt.*}. For one use by one thread. */
record JwtSettingsReader(Section section) {

    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    /** All of them are checked, also where no token is accepted. */
    Optional<JwtSettings> read() {
        Optional<URI> jwks = section.optional(GatewayProperty.JWT_JWKS.key(), Addresses::keys)
                .filter(uri -> !isNone());
        Optional<String> issuer = section.text(GatewayProperty.JWT_ISSUER.key());
        Set<String> audiences = new LinkedHashSet<>(section.value(GatewayProperty.JWT_AUDIENCE, Values::list));
        List<String> algorithms = section.value(GatewayProperty.JWT_ALGORITHMS, JwtSettingsReader::algorithms);
        JwtSettings.Claims claims = new JwtSettings.Claims(
                section.value(GatewayProperty.JWT_PRINCIPAL, JwtSettingsReader::claim),
                section.value(GatewayProperty.JWT_TENANT, JwtSettingsReader::claim),
                section.value(GatewayProperty.JWT_TIER, JwtSettingsReader::claim),
                section.value(GatewayProperty.JWT_MODELS, JwtSettingsReader::claim),
                section.value(GatewayProperty.JWT_ROLES, JwtSettingsReader::claim));
        Duration skew = section.value(
                GatewayProperty.JWT_SKEW, text -> ValueReader.duration(text, Duration.ZERO, Duration.ofMinutes(5)));
        Duration refresh = section.value(
                GatewayProperty.JWT_REFRESH,
                text -> ValueReader.duration(text, Duration.ofSeconds(1), Duration.ofHours(1)));
        if (jwks.isEmpty()) {
            issuer.ifPresent(set ->
                    section.problem(GatewayProperty.JWT_ISSUER.key(), "needs " + name(GatewayProperty.JWT_JWKS)));
            return Optional.empty();
        }
        jwks.ifPresent(this::checkFile);
        missing(GatewayProperty.JWT_ISSUER, issuer.isEmpty());
        missing(GatewayProperty.JWT_AUDIENCE, audiences.isEmpty());
        return Optional.of(new JwtSettings(
                jwks.get(), issuer.orElse(""), audiences, Set.copyOf(algorithms), claims, skew, refresh));
    }

    private boolean isNone() {
        return section.text(GatewayProperty.JWT_JWKS.key())
                .filter(GatewayProperty.JWT_JWKS.defaultValue()::equals)
                .isPresent();
    }

    private void checkFile(URI jwks) {
        if ("file".equals(jwks.getScheme()) && !Files.isReadable(Path.of(jwks))) {
            section.problem(GatewayProperty.JWT_JWKS.key(), "must be a file that can be read");
        }
    }

    /** A token that is made for somebody else, or by somebody else with a key of the same server, is none for us. */
    private void missing(GatewayProperty property, boolean missing) {
        if (missing) {
            section.problem(property.key(), "must be set where " + name(GatewayProperty.JWT_JWKS) + " is");
        }
    }

    private static String name(GatewayProperty property) {
        return GatewayProperty.PREFIX + property.key();
    }

    private static List<String> algorithms(String text) {
        List<String> algorithms = Values.list(text);
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalArgumentException("must be algorithms with a public key: RS256, PS256, ES256, ...");
        }
        return algorithms;
    }

    private static String claim(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must be the name of a claim");
        }
        return text;
    }
}
