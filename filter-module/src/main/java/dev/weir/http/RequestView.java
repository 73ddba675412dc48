package dev.weir.http;

import dev.weir.IncomingRequest;
import dev.weir.config.Settings;
import dev.weir.config.rule.UserNameRule;
import dev.weir.login.SubmittedNames;
import dev.weir.match.PathPattern;
import dev.weir.match.PathReadings;
import java.util.List;
import java.util.Optional;

/** The facts about a request that the adapters provide in addition to those from which a key can be made. */
public interface RequestView extends IncomingRequest {

    /** The whole address of the client, for comparison with ranges. */
    String wholeClientAddress();

    /** Whether the caller has {@code role}. */
    boolean hasRole(String role);

    /** Whether one of {@code exemptions} holds: of its path, of a role of the caller, or of the address. */
    default boolean isExemptBy(Settings.Exemptions exemptions) {
        if (isFreedBy(exemptions.paths())) {
            return true;
        }
        for (String role : exemptions.roles()) {
            if (hasRole(role)) {
                return true;
            }
        }
        return !exemptions.addresses().isEmpty() && exemptions.addresses().contains(wholeClientAddress());
    }

    /**
     * The lines of a header, in their order, if a trusted proxy sent them; none otherwise, because any client can send
     * them.
     */
    default List<String> linesOfTrustedProxy(String header) {
        return List.of();
    }

    /** The text or number of a claim in the caller's token, which the server has verified. */
    default Optional<String> claim(String name) {
        return Optional.empty();
    }

    /**
     * The usernames where {@code rule} says; the application can read the body as if it had not been looked at. Empty
     * if the body cannot be looked at any more, because the application has read it.
     */
    default Optional<SubmittedNames> submitted(UserNameRule rule) {
        return Optional.of(SubmittedNames.NONE);
    }

    /** The username that the request tries, where that is known already; then it tries no other. */
    default Optional<String> loginName() {
        return Optional.empty();
    }

    /** The host that the client asks for, as it wrote it. */
    default Optional<String> host() {
        return Optional.empty();
    }

    /** The other readings of {@link #path()}. */
    default PathReadings otherReadings() {
        return PathReadings.NONE;
    }

    /** The URL pattern of the servlet that gets the request, {@code /echo/*}; empty if it is unknown. */
    default String servletMapping() {
        return "";
    }

    /** Whether a limit with {@code pattern} applies to this request: any reading of the path matches. */
    default boolean isMatchedBy(PathPattern pattern) {
        return pattern.matches(method(), path())
                || otherReadings().matchAny(pattern, method())
                || (pattern.isPrefixForm() && pattern.isMapping(method(), servletMapping()));
    }

    /** Whether {@code patterns} exempt this request: each reading of the path matches one of them. */
    default boolean isFreedBy(List<PathPattern> patterns) {
        for (PathPattern pattern : patterns) {
            if (pattern.matches(method(), path())) {
                return otherReadings().matchAll(patterns, method());
            }
        }
        return false;
    }
}
