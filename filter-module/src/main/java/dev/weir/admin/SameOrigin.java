package dev.weir.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a change was asked for by a page of this application or by a program, and not by another site in the name of
 * somebody who is logged in here. Stateless.
 */
final class SameOrigin {

    /** No form and no image can send it, and no other site without being allowed to. */
    static final String HEADER = "X-Ratelimit-Admin";

    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private SameOrigin() {}

    /** @throws RejectedCall with status 403 if it may be another site */
    static void require(HttpServletRequest request) {
        requireFields(request);
        List<String> types = lines(request, "Content-Type");
        // a deletion has no body that is read; a type that is sent is one that another site could have caused
        boolean needsType = !request.getMethod().equals("DELETE") || request.getContentLengthLong() > 0;
        if ((needsType || !types.isEmpty()) && !isJson(types)) {
            throw forbidden("a change needs the header field Content-Type: application/json");
        }
    }

    /** The same for a request without a body, which changes nothing but leaves a trace. */
    static void requireFields(HttpServletRequest request) {
        if (!lines(request, HEADER).equals(List.of("1"))) {
            throw forbidden("this needs the header field " + HEADER + ": 1");
        }
        if (!OWN_SITE.containsAll(lines(request, "Sec-Fetch-Site"))) {
            throw forbidden("another site asks for this");
        }
        List<String> origins = lines(request, "Origin");
        if (origins.size() > 1 || (origins.size() == 1 && !isOwn(origins.get(0), request))) {
            throw forbidden("a page of another origin asks for this");
        }
    }

    /** Behind a proxy that ends TLS the scheme here is http although the page has https; not the other way round. */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        try {
            URI uri = URI.create(origin);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean secure = scheme.equals("https");
            if (!(secure || (scheme.equals("http") && !request.isSecure())) || uri.getRawAuthority() == null) {
                return false;
            }
            int port = secure ? HTTPS_PORT : HTTP_PORT;
            List<String> hosts = lines(request, "Host");
            return hosts.size() == 1 && authority(uri.getRawAuthority(), port).equals(authority(hosts.get(0), port));
        } catch (IllegalArgumentException e) {
            // "null" and texts that are no origin
            return false;
        }
    }

    private static String authority(String text, int defaultPort) {
        String lower = text.toLowerCase(Locale.ROOT);
        String ending = ":" + defaultPort;
        return lower.endsWith(ending) ? lower.substring(0, lower.length() - ending.length()) : lower;
    }

    private static boolean isJson(List<String> types) {
        if (types.size() != 1) {
            return false;
        }
        String type = types.get(0);
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().equalsIgnoreCase("application/json");
    }

    private static List<String> lines(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }

    private static RejectedCall forbidden(String detail) {
        return new RejectedCall(403, detail);
    }
}
