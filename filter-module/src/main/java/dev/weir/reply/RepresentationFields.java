package dev.weir.reply;

import java.util.Locale;
import java.util.Set;

/**
 * The header fields that describe the representation in a response. They are removed when Weir's own reply replaces it.
 * All others are kept, including those of CORS, cookies and security policies.
 */
final class RepresentationFields {

    /**
     * {@code Location} and {@code Refresh} would lead clients away from a refusal; trailers and digests depend on the
     * body.
     */
    private static final Set<String> NAMES = Set.of(
            "accept-ranges",
            "age",
            "digest",
            "etag",
            "expires",
            "last-modified",
            "location",
            "refresh",
            "repr-digest",
            "retry-after",
            "surrogate-control",
            "trailer",
            "transfer-encoding");

    private RepresentationFields() {}

    /** Whether the field called {@code name} describes a representation. */
    static boolean include(String name) {
        String field = name.toLowerCase(Locale.ROOT);
        boolean content = field.startsWith("content-") && !field.startsWith("content-security-policy");
        // a CDN has a field of its own, by which it would cache the refusal
        return content || field.endsWith("cache-control") || NAMES.contains(field);
    }
}
