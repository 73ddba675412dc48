package dev.weir.servlet;

import dev.weir.config.rule.UserNameRule;
import dev.weir.http.RequestView;
import dev.weir.login.SubmittedNames;
import dev.weir.match.ClientAddress;
import dev.weir.match.PathReadings;
import dev.weir.match.RequestPath;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The view of a servlet request. Valid while the request lasts. */
final class ServletRequestView implements RequestView {

    private final HttpServletRequest request;
    private final ClientAddress clientAddress;
    private @Nullable String path;
    private @Nullable PathReadings otherReadings;
    private @Nullable String address;
    private @Nullable String wholeAddress;

    ServletRequestView(HttpServletRequest request, ClientAddress clientAddress) {
        this.request = request;
        this.clientAddress = clientAddress;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        String known = path;
        if (known == null) {
            known = RequestPath.normalize(request.getRequestURI(), request.getContextPath());
            path = known;
        }
        return known;
    }

    @Override
    public PathReadings otherReadings() {
        PathReadings known = otherReadings;
        if (known == null) {
            known = PathReadings.of(
                    request.getRequestURI(),
                    request.getContextPath(),
                    request.getServletPath(),
                    request.getPathInfo(),
                    WelcomeFiles.of(request.getServletContext()));
            otherReadings = known;
        }
        return known;
    }

    @Override
    public String servletMapping() {
        HttpServletMapping mapping = request.getHttpServletMapping();
        return mapping == null ? "" : mapping.getPattern();
    }

    @Override
    public Optional<String> principal() {
        return Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName);
    }

    @Override
    public String clientAddress() {
        String known = address;
        if (known == null) {
            known = clientAddress.resolve(peer(), forwardingLines());
            address = known;
        }
        return known;
    }

    @Override
    public String wholeClientAddress() {
        String known = wholeAddress;
        if (known == null) {
            known = clientAddress.resolveWhole(peer(), forwardingLines());
            wholeAddress = known;
        }
        return known;
    }

    /**
     * The address of the peer. It can be missing, for a Unix socket or a closed connection: all of these share a key.
     */
    private String peer() {
        return Objects.requireNonNullElse(request.getRemoteAddr(), "");
    }

    private List<String> forwardingLines() {
        return clientAddress
                .header()
                .headerName()
                .map(name -> Collections.list(request.getHeaders(name)))
                .<List<String>>map(lines -> lines)
                .orElse(List.of());
    }

    @Override
    public Optional<String> sessionId() {
        return Optional.ofNullable(request.getSession(false)).map(SessionKey::of);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public List<String> linesOfTrustedProxy(String header) {
        return clientAddress.isTrusted(peer()) ? Collections.list(request.getHeaders(header)) : List.of();
    }

    @Override
    public Optional<String> claim(String name) {
        return TokenClaims.of(request.getUserPrincipal(), name);
    }

    @Override
    public Optional<SubmittedNames> submitted(UserNameRule rule) {
        return SubmittedUserName.of(rule, request);
    }

    @Override
    public Optional<String> host() {
        return Optional.ofNullable(request.getServerName());
    }

    @Override
    public boolean hasRole(String role) {
        return request.isUserInRole(role);
    }
}
