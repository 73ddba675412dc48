package dev.weir.admin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The servlet by which an application is administered. It answers those who have one of two roles, {@code GET} to both
 * and changes to one, below a path that no limit of the application covers. Safe for use by many threads.
 *
 * <p>The checks, in their order: who asks and how often, role, path and method, origin, and of the body type, size,
 * time and members. What one refuses changes nothing.
 */
public final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final System.Logger LOG = System.getLogger(AdminServlet.class.getName());
    /** Each of them waits for the cluster. */
    private static final int CHANGES_AT_ONCE = 4;

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long NEVER = Long.MIN_VALUE;

    private final transient Supplier<Administered> administered;
    private final transient Semaphore changes = new Semaphore(CHANGES_AT_ONCE);
    /** The principals of whom a body is being read. */
    private final transient Set<String> reading = ConcurrentHashMap.newKeySet();
    /** When an error was last logged. */
    private final transient AtomicLong reported = new AtomicLong(NEVER);

    private transient @Nullable Parts parts;

    /** @param administered is asked once, when the application has started */
    public AdminServlet(Supplier<Administered> administered) {
        this.administered = administered;
    }

    private record Parts(
            Callers callers,
            Routes routes,
            ConsoleFiles files,
            BodyReader bodies,
            UnaryOperator<String> principal,
            LongSupplier nanoTime,
            String path) {}

    @Override
    public void init() {
        Administered served = administered.get();
        parts = new Parts(
                new Callers(served),
                new Routes(served.resources()),
                ConsoleFiles.ofThisJar(),
                new BodyReader(served.nanoTime()),
                served.principal(),
                served.nanoTime(),
                getServletContext().getContextPath() + served.administration().path());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AnswerWriter.begin(response);
        Optional<Answer> answer;
        try {
            answer = answer(request, response, Objects.requireNonNull(parts));
        } catch (RejectedCall e) {
            answer = Optional.of(e.answer());
        } catch (RuntimeException e) {
            report(e);
            answer = Optional.of(new RejectedCall(500, "an error, which is in the log of the server").answer());
        }
        if (answer.isPresent()) {
            AnswerWriter.write(answer.get(), request, response);
        }
    }

    /** Once a minute: a request that fails can be repeated as often as its caller likes. */
    private void report(RuntimeException problem) {
        long now = Objects.requireNonNull(parts).nanoTime().getAsLong();
        long last = reported.get();
        if ((last == NEVER || now - last >= MINUTE_NANOS) && reported.compareAndSet(last, now)) {
            LOG.log(System.Logger.Level.ERROR, "the administration cannot answer", problem);
        }
    }

    private Optional<Answer> answer(HttpServletRequest request, HttpServletResponse response, Parts known)
            throws IOException {
        Optional<Answer> file = file(request, known);
        Optional<Call.Caller> caller = known.callers().admit(request, response, file.isPresent());
        return caller.map(each -> file.orElseGet(() -> answer(request, each, known)));
    }

    /** What is answered without asking anything: a file, or where the first of them is. */
    private static Optional<Answer> file(HttpServletRequest request, Parts known) {
        if (!method(request).equals("GET")) {
            return Optional.empty();
        }
        if (request.getPathInfo() == null) {
            // without the host, which the client chooses
            return Optional.of(new Answer(302, "", new byte[0], Map.of("Location", known.path() + '/')));
        }
        return known.files()
                .find(request.getPathInfo().substring(1), Optional.ofNullable(request.getHeader("If-None-Match")));
    }

    private static String method(HttpServletRequest request) {
        return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    }

    private Answer answer(HttpServletRequest request, Call.Caller caller, Parts known) {
        String info = request.getPathInfo();
        String path = info == null ? "" : info.substring(1);
        String method = method(request);
        Optional<Routes.Match> match = known.routes().find(method, path);
        if (match.isEmpty()) {
            Set<String> methods = known.routes().methods(path);
            throw methods.isEmpty() ? RejectedCall.notFound("there is nothing here") : notAllowed(methods);
        }
        Route route = match.get().route();
        if (route.access() != Route.Access.READ && !caller.admin()) {
            throw new RejectedCall(403, "the caller may read, but not do this");
        }
        if (route.access() == Route.Access.PRIVILEGED) {
            SameOrigin.requireFields(request);
        }
        if (route.access() != Route.Access.CHANGE) {
            return route.handler().answer(new Call(request, match.get().segments(), caller, Optional.empty()));
        }
        SameOrigin.require(request);
        // before the permit: a body that does not arrive would keep it from all others
        Optional<JsonBody> body =
                method.equals("DELETE") ? Optional.empty() : Optional.of(body(request, caller, known));
        return change(route, new Call(request, match.get().segments(), caller, body));
    }

    private JsonBody body(HttpServletRequest request, Call.Caller caller, Parts known) {
        String principal = known.principal().apply(caller.who());
        if (!reading.add(principal)) {
            throw RejectedCall.busy("another body of this caller is being read");
        }
        try {
            return known.bodies().read(request);
        } finally {
            reading.remove(principal);
        }
    }

    private Answer change(Route route, Call call) {
        if (!changes.tryAcquire()) {
            throw RejectedCall.busy(CHANGES_AT_ONCE + " other changes are being made");
        }
        try {
            return route.handler().answer(call);
        } finally {
            changes.release();
        }
    }

    private static RejectedCall notAllowed(Set<String> methods) {
        return new RejectedCall(405, "the method is not allowed here", Map.of("Allow", String.join(", ", methods)));
    }
}
