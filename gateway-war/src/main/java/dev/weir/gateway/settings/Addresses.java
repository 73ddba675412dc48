package dev.weir.gateway.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads the addresses of servers. A wrong one causes an {@link IllegalArgumentException} whose message is the rule. */
final class Addresses {

    private static final String ENDS = "must be a URL without userinfo, query or fragment";

    private Addresses() {}

    /** The root of a server, without a trailing stroke, and without {@code /v1}, which clients of the API write. */
    static URI base(String text) {
        URI uri = server(text);
        String path = withoutStroke(uri.getRawPath() == null ? "" : uri.getRawPath());
        String root = withoutStroke(path.endsWith("/v1") ? path.substring(0, path.length() - "/v1".length()) : path);
        return URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority() + root);
    }

    private static String withoutStroke(String path) {
        String left = path;
        while (left.endsWith("/")) {
            left = left.substring(0, left.length() - 1);
        }
        return left;
    }

    /** A URL with {@code http} or {@code https} and a host. */
    static URI server(String text) {
        URI uri = uri(text);
        String scheme = uri.getScheme();
        if (scheme == null
                || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
                || uri.getHost() == null
                || uri.getPort() == 0
                || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("must be a URL with http or https and a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(ENDS);
        }
        return uri;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL", e);
        }
    }

    /** Where public keys are: a server that proves who it is, one on this machine, or a file. */
    static URI keys(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https:")) {
            return server(text);
        }
        if (lower.startsWith("http:")) {
            URI uri = server(text);
            if (!isLoopback(uri.getHost())) {
                throw new IllegalArgumentException("must be https, unless it is a server on this machine");
            }
            return uri;
        }
        return Values.file(lower.startsWith("file:") ? withoutScheme(text) : text)
                .toAbsolutePath()
                .toUri();
    }

    private static String withoutScheme(String text) {
        String path = text.substring("file:".length());
        return path.startsWith("///") ? path.substring(2) : path;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** {@code text} without the password that it may have. */
    static String withoutUserInfo(String text) {
        return text.replaceAll("//[^/]*@", "//***@");
    }
}
