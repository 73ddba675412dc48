package dev.weir.http;

import java.util.Locale;
import java.util.Set;

/**
 * The header fields of a response that belong to what it carries: they go when Weir's own reply takes its place. All others
 * stay, those of CORS, cookies and security policies among them.
 */
final class RepresentationFields {

    /** {@code Location} and {@code Refresh} lead clients away from a refusal, trailers and digests follow the body. */
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

    /** Whether the field called {@code name} is one of them. */
    static boolean include(String name) {
        String field = name.toLowerCase(Locale.ROOT);
        boolean content = field.startsWith("content-") && !field.startsWith("content-security-policy");
        // a CDN has a field of its own, which would let it keep the refusal
        return content || field.endsWith("cache-control") || NAMES.contains(field);
    }
}
