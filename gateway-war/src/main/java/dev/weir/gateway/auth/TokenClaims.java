package dev.weir.gateway.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.weir.gateway.settings.JwtSettings;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the caller in the claims of a token that was verified. Immutable. */
record TokenClaims(JwtSettings.Claims names) {

    private static final int LONGEST = 256;
    /** The models of a caller who may use none; a set without elements means all. */
    private static final Set<String> NONE = Set.of("");

    /** Empty if the token names no principal, or has something else than texts where it should have them. */
    Optional<Caller> caller(JWTClaimsSet claims) {
        Optional<String> name = text(claims, names.principal());
        boolean sound = isTextOrAbsent(claims, names.tenant()) && isTextOrAbsent(claims, names.tier());
        return name.filter(principal -> sound)
                .map(principal -> new Caller(
                        principal,
                        text(claims, names.tenant()),
                        text(claims, names.tier()),
                        claims.getClaim(names.models()) == null ? Set.of() : orNone(texts(claims, names.models())),
                        texts(claims, names.roles())));
    }

    private static Set<String> orNone(Set<String> models) {
        return models.isEmpty() ? NONE : models;
    }

    /** A tenant that cannot be read must not become a caller without one. */
    private static boolean isTextOrAbsent(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) == null || text(claims, name).isPresent();
    }

    private static Optional<String> text(JWTClaimsSet claims, String name) {
        return Optional.ofNullable(claims.getClaim(name))
                .filter(value -> value instanceof String || value instanceof Long || value instanceof Integer)
                .map(String::valueOf)
                .filter(text -> !text.isBlank()
                        && text.length() <= LONGEST
                        && text.chars().noneMatch(Character::isISOControl));
    }

    /** The elements of an array, or the words of a text. */
    private static Set<String> texts(JWTClaimsSet claims, String name) {
        Object value = claims.getClaim(name);
        if (value instanceof Collection<?> elements) {
            return elements.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .collect(Collectors.toUnmodifiableSet());
        }
        return value instanceof String text
                ? Arrays.stream(text.strip().split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
