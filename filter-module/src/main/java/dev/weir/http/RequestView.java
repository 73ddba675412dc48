package dev.weir.http;

import dev.weir.IncomingRequest;
import dev.weir.match.PathPattern;
import dev.weir.match.PathReadings;
import java.util.List;

/** What the adapters know of a request beyond what a key can be made of. */
public interface RequestView extends IncomingRequest {

    /** The whole address of the client, for comparing with ranges. */
    String wholeClientAddress();

    /** Whether the caller has {@code role}. */
    boolean hasRole(String role);

    /** What else {@link #path()} can be read as. */
    default PathReadings otherReadings() {
        return PathReadings.NONE;
    }

    /** The URL pattern of the servlet that gets the request, {@code /echo/*}; empty if that is not known. */
    default String servletMapping() {
        return "";
    }

    /** Whether a limit of {@code pattern} is for this request: the path matches, as anybody may read it. */
    default boolean isMatchedBy(PathPattern pattern) {
        return pattern.matches(method(), path())
                || otherReadings().matchAny(pattern, method())
                || (pattern.isPrefixForm() && pattern.isMapping(method(), servletMapping()));
    }

    /** Whether {@code patterns} free this request: one of them matches the path, however it is read. */
    default boolean isFreedBy(List<PathPattern> patterns) {
        for (PathPattern pattern : patterns) {
            if (pattern.matches(method(), path())) {
                return otherReadings().matchAll(patterns, method());
            }
        }
        return false;
    }
}
