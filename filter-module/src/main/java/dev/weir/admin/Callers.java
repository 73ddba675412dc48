package dev.weir.admin;

import dev.weir.config.Administration;
import dev.weir.match.ClientAddress;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Who asks, and how often. Safe for use by many threads. */
final class Callers {

    /** Of one principal in a second. */
    static final int REQUESTS = 20;
    /** Of one principal in a second: a page has some 25. */
    static final int FILES = 200;
    /** Requests of one client in a second whose credentials are wrong, or not yet known to be right. */
    static final int TRIES = 20;

    /** Wrong credentials of one client in {@link #LONG}, which is short: operators behind its address wait with it. */
    static final int WRONG = 100;

    static final Duration LONG = Duration.ofMinutes(1);
    private static final Map<String, String> LATER = Map.of("Retry-After", "1");

    private final Administration administration;
    private final ClientAddress clientAddress;
    private final UnaryOperator<String> principal;
    private final RequestRates asked;
    private final RequestRates files;
    private final RequestRates tries;
    private final RequestRates wrong;
    private final AuditLog.Refusals refusals;

    /** The callers of one servlet. */
    Callers(Administered served) {
        this.administration = served.administration();
        this.clientAddress = served.clientAddress();
        this.principal = served.principal();
        this.asked = new RequestRates(REQUESTS, served.nanoTime());
        this.files = new RequestRates(FILES, served.nanoTime());
        this.tries = new RequestRates(TRIES, served.nanoTime());
        this.wrong = new RequestRates(WRONG, LONG, served.nanoTime());
        this.refusals = served.refusals();
    }

    /**
     * Returns who asks; empty if the container has answered, with a challenge.
     *
     * @param file whether a file is asked for: a page loads many at once, which cost little
     * @throws RejectedCall if the caller is not authenticated, has no role or asks too often
     */
    Optional<Call.Caller> admit(HttpServletRequest request, HttpServletResponse response, boolean file)
            throws IOException {
        String network = network(request);
        Optional<String> name = requireTry(request, response, network);
        if (name.isEmpty()) {
            if (isAnswered(response)) {
                return Optional.empty();
            }
            throw new RejectedCall(401, "only those who are authenticated are answered");
        }
        if (!(file ? files : asked).admit(principal.apply(name.get()))) {
            throw refused(network, tooMany(file ? FILES : REQUESTS));
        }
        boolean admin = request.isUserInRole(administration.role());
        if (!admin && !administration.viewerRole().filter(request::isUserInRole).isPresent()) {
            throw refused(network, new RejectedCall(403, "the caller has no role for this"));
        }
        return Optional.of(new Call.Caller(name.get(), address(request), admin));
    }

    /**
     * Authenticates. A password can be tried with each request that has one, and the container may have looked at it
     * before this: so such a request is counted before it is known whether it is the right one, and one more is refused
     * whatever it has. A request without credentials tries nothing, and others behind the same address could lock
     * operators out with it.
     */
    private Optional<String> requireTry(HttpServletRequest request, HttpServletResponse response, String network)
            throws IOException {
        boolean tried = request.getHeader("Authorization") != null;
        if (tried) {
            requireFewWrong(network);
        }
        if (tried && !tries.admit(network)) {
            throw refused(network, tooMany(TRIES));
        }
        Optional<String> name = name(request);
        if (name.isEmpty() && authenticate(request, response)) {
            name = name(request);
        }
        if (tried && name.isPresent()) {
            tries.giveBack(network);
        } else if (tried) {
            boolean unused = wrong.admit(network);
            refusals.refused(401, network);
        }
        return name;
    }

    private void requireFewWrong(String network) {
        long waitNanos = wrong.waitNanos(network);
        if (waitNanos > 0) {
            // the next second that has begun
            long seconds = TimeUnit.NANOSECONDS.toSeconds(waitNanos - 1) + 1;
            throw refused(
                    network,
                    new RejectedCall(
                            429,
                            "at most " + WRONG + " wrong passwords a minute",
                            Map.of("Retry-After", String.valueOf(seconds))));
        }
    }

    private RejectedCall refused(String network, RejectedCall rejection) {
        refusals.refused(rejection.status(), network);
        return rejection;
    }

    private static RejectedCall tooMany(int most) {
        return new RejectedCall(429, "at most " + most + " requests a second", LATER);
    }

    private static Optional<String> name(HttpServletRequest request) {
        return Optional.ofNullable(request.getUserPrincipal())
                .map(Principal::getName)
                .filter(name -> !name.isEmpty());
    }

    /** False if the container has no login mechanism, or has asked for a login. */
    private static boolean authenticate(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return request.authenticate(response);
        } catch (ServletException e) {
            // the application has no login mechanism
            return false;
        }
    }

    private static boolean isAnswered(HttpServletResponse response) {
        return response.isCommitted() || response.getStatus() != HttpServletResponse.SC_OK;
    }

    private String address(HttpServletRequest request) {
        return clientAddress.resolveWhole(remoteAddress(request), lines(request));
    }

    /** What counts as one client: with IPv6 a network, because who has one has all its addresses. */
    private String network(HttpServletRequest request) {
        return clientAddress.resolve(remoteAddress(request), lines(request));
    }

    private static String remoteAddress(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getRemoteAddr(), "");
    }

    private List<String> lines(HttpServletRequest request) {
        return clientAddress
                .header()
                .headerName()
                .<List<String>>map(name -> Collections.list(request.getHeaders(name)))
                .orElse(List.of());
    }
}
