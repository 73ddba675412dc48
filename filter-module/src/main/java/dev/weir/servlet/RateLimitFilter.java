package dev.weir.servlet;

import dev.weir.Decision;
import dev.weir.RateLimitExceededException;
import dev.weir.config.FilterParameters;
import dev.weir.config.InvalidConfigurationException;
import dev.weir.http.AppliedPolicy;
import dev.weir.http.RequestView;
import dev.weir.reply.Reply;
import dev.weir.reply.ThrownRefusal;
import dev.weir.runtime.WeirApplications;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits requests before they reach the application. Safe for use by many threads.
 *
 * <p>The jar installs one filter itself, which applies the policies that have a {@code match}. To limit an ordinary
 * {@code <filter-mapping>}, name this class in {@code web.xml}, with init-params named like the properties of a policy:
 *
 * <pre>{@code
 * <filter>
 *   <filter-name>legacy-limit</filter-name>
 *   <filter-class>dev.weir.servlet.RateLimitFilter</filter-class>
 *   <async-supported>true</async-supported>
 *   <init-param><param-name>limit</param-name><param-value>20/1m</param-value></init-param>
 * </filter>
 * }</pre>
 *
 * {@code policy} names a policy of the configuration. {@code limit}, {@code scope} and the others, except
 * {@code match}, declare a policy of its own, named after the filter. Without any init-param the policies are
 * {@code anonymous} and {@code user}. An init-param that is unknown or wrong stops the deployment, and so does a filter
 * without a mapping that can run. A mapping may name any dispatchers: the request is charged once, when it passes for
 * the first time.
 *
 * <p>Behind a proxy every client has the proxy's address unless {@code ratelimit.client.header} and
 * {@code ratelimit.client.trusted-proxies} are configured.
 */
public class RateLimitFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final boolean droppedIn;
    private transient @Nullable WeirRuntime runtime;
    private transient List<AppliedPolicy> uses = List.of();

    /** Creates a filter for {@code web.xml}. */
    public RateLimitFilter() {
        this(false);
    }

    RateLimitFilter(boolean droppedIn) {
        this.droppedIn = droppedIn;
    }

    /** @throws ServletException if an init-param or the configuration is wrong; the message lists every problem */
    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        try {
            WeirRuntime current = WeirApplications.currentOrStarted();
            if (!droppedIn) {
                InstalledFilter.require(current.policies(), config);
                uses = current.policies().of(FilterParameters.read(config.getFilterName(), parameters(config)));
            }
            runtime = current;
        } catch (InvalidConfigurationException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    /** Closes Weir where this filter is its only part: then no listener is notified that the application ends. */
    @Override
    public void destroy() {
        WeirRuntime current = runtime;
        if (current != null) {
            current.close();
        }
    }

    private static Map<String, String> parameters(FilterConfig config) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : Collections.list(config.getInitParameterNames())) {
            parameters.put(name, config.getInitParameter(name));
        }
        return parameters;
    }

    @Override
    protected void doFilter(HttpServletRequest received, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        WeirRuntime current = runtime;
        if (current == null || !current.isEnabled()) {
            chain.doFilter(received, response);
            return;
        }
        if (AdminInstallation.isFor(received, current)) {
            administer(received, response, chain, current);
            return;
        }
        DispatcherType dispatcher = received.getDispatcherType();
        if (!droppedIn && dispatcher == DispatcherType.INCLUDE) {
            include(received, response, chain, current);
            return;
        }
        boolean outermost = droppedIn || isFirst(received);
        HttpServletRequest request = outermost && dispatcher == DispatcherType.REQUEST
                ? LoginRequest.of(LookedAtRequest.of(received, response, current), current)
                : received;
        // read once: who decides has to know whether the end of the response will be told
        boolean told = outermost
                && dispatcher != DispatcherType.ERROR
                && (current.outcomes().areCounted() || current.responses().areNeeded());
        Optional<Reply> reply = !droppedIn || dispatcher == DispatcherType.REQUEST
                ? current.requests().orFallback(() -> decide(request, response, current, told), () -> affected(current))
                : Optional.empty();
        if (reply.isPresent()) {
            new ServletReply(current, request, response).write(reply.get());
            tell(request, reply.get(), current);
        } else if (outermost) {
            pass(request, response, chain, current, told);
        } else {
            chain.doFilter(request, response);
        }
    }

    /**
     * Passes a request of an operator on. No limit keeps those from the limits who can change them; an address that is
     * denied is denied here, too.
     */
    static void administer(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, WeirRuntime current)
            throws IOException, ServletException {
        Optional<Reply> denied = current.requests()
                .orFallback(
                        () -> current.requests()
                                        .isDenied(ServletRequestDecisions.seen(request, Optional.of(response), current)
                                                .request())
                                ? Optional.of(Reply.denied())
                                : Optional.empty(),
                        List::of);
        if (denied.isPresent()) {
            new ServletReply(current, request, response).write(denied.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void tell(HttpServletRequest request, Reply reply, WeirRuntime current) {
        if (current.responses().areMonitored()) {
            ServletRequestDecisions.among(request::getAttribute)
                    .ifPresent(seen -> current.responses().answered(seen.requestDecisions(), reply.status()));
        }
    }

    /**
     * Passes an include. An included resource cannot set a status: the filter through which the request entered can,
     * where it catches the refusal.
     */
    private void include(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, WeirRuntime current)
            throws IOException, ServletException {
        List<Decision> refusals = current.requests()
                .refusalsOrFallback(
                        () -> {
                            ServletRequestDecisions seen =
                                    ServletRequestDecisions.seen(request, Optional.of(response), current);
                            return current.requests()
                                    .admit(seen.request(), seen.requestDecisions(), applied(seen.request(), current));
                        },
                        () -> uses);
        if (!refusals.isEmpty()) {
            throw new RateLimitExceededException(refusals);
        }
        chain.doFilter(request, response);
    }

    /**
     * Whether no filter of Weir has seen {@code request} yet: the jar's own filter is missing where {@code web.xml}
     * excludes it.
     */
    private static boolean isFirst(HttpServletRequest request) {
        try {
            return ServletRequestDecisions.among(request::getAttribute).isEmpty();
        } catch (RuntimeException e) {
            // a wrapper of the application throws; the decision meets and reports the same exception
            return false;
        }
    }

    private Optional<Reply> decide(
            HttpServletRequest request, HttpServletResponse response, WeirRuntime current, boolean told) {
        ServletRequestDecisions seen = ServletRequestDecisions.seen(request, Optional.of(response), current);
        if (told) {
            current.outcomes().expectEnd(seen.requestDecisions());
        }
        RequestView view = seen.request();
        seen.requestDecisions().writeFieldsTo(response::setHeader);
        List<AppliedPolicy> applied = applied(view, current);
        current.responses().arrived(seen.requestDecisions(), view, applied);
        if (droppedIn && current.requests().isDenied(view)) {
            return Optional.of(Reply.denied());
        }
        return current.requests().check(view, seen.requestDecisions(), applied);
    }

    private List<AppliedPolicy> applied(RequestView view, WeirRuntime current) {
        if (droppedIn) {
            return current.policies().matching(view);
        }
        return current.policies().isFreePreflight(view) ? List.of() : uses;
    }

    /** The policies that may apply to a request about which nothing is known. */
    private List<AppliedPolicy> affected(WeirRuntime current) {
        return droppedIn ? current.policies().withMatch() : uses;
    }

    /**
     * Passes the request on. A refusal that a bean behind a plain servlet threw gives the same response as one from
     * JAX-RS. The filter in front of all others writes it, so that it passes no wrapper of the application.
     *
     * @param told whether the end of the response is told
     */
    private static void pass(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            WeirRuntime runtime,
            boolean told)
            throws IOException, ServletException {
        Optional<ResponseEnd> end = told ? Optional.of(ResponseEnd.of(request, response, runtime)) : Optional.empty();
        boolean returned = false;
        try {
            Supplier<RequestView> view =
                    () -> ServletRequestDecisions.of(request, runtime).request();
            HttpServletRequest passed = end.filter(each -> !(request instanceof WatchedRequest))
                    .<HttpServletRequest>map(each -> new WatchedRequest(request, each))
                    .orElse(request);
            HttpServletResponse written = end.filter(each -> !(response instanceof WatchedResponse))
                    .<HttpServletResponse>map(each -> new WatchedResponse(response, each))
                    .orElse(response);
            FilterChain watched = (asked, answered) -> chain.doFilter(asked, written);
            passRefusals(Handshakes.remembered(passed, view, runtime.roles()), response, watched, runtime);
            returned = true;
        } catch (IOException e) {
            // mostly because the client has gone, which is no fault of the application
            end.ifPresent(ResponseEnd::connectionFailed);
            throw e;
        } finally {
            if (end.isPresent()) {
                end.get().left(request, returned);
            }
        }
    }

    private static void passRefusals(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, WeirRuntime runtime)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            Optional<List<Decision>> refusals = ThrownRefusal.in(e);
            if (refusals.isEmpty()) {
                throw e;
            }
            ServletRequestDecisions seen = ServletRequestDecisions.of(request, runtime);
            Reply reply = runtime.requests().refuse(seen.request(), seen.requestDecisions(), refusals.get());
            if (response.isCommitted()) {
                runtime.reportLate(e);
                throw e;
            }
            new ServletReply(runtime, request, response).write(reply);
        }
    }
}
