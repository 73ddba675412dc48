package dev.weir.rest;

import dev.weir.Decision;
import dev.weir.http.Reply;
import dev.weir.http.ThrownRefusal;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletReply;
import dev.weir.servlet.ServletRequestDecisions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Replies as JAX-RS writes them. */
final class Responses {

    private Responses() {}

    /**
     * Whether {@code refused} can still be told to the client. If not, what the request was charged is given back here: whoever the
     * exception passes on to need not know of it.
     */
    static boolean isPossible(RuntimeException refused, HttpServletRequest request, HttpServletResponse response) {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        try {
            if (!response.isCommitted()) {
                return true;
            }
            ServletRequestDecisions seen = ServletRequestDecisions.of(request, runtime);
            Reply unused = runtime.requests()
                    .refuse(
                            seen.request(),
                            seen.exchange(),
                            ThrownRefusal.in(refused).orElseGet(List::of));
        } catch (RuntimeException e) {
            // Jersey has ended the request: a stream of events was begun
            refused.addSuppressed(e);
        }
        runtime.reportLate(refused);
        return false;
    }

    /** The response to {@code request}, behind which a bean was refused. */
    static Response of(List<Decision> refusals, HttpServletRequest request, HttpServletResponse response) {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        ServletRequestDecisions seen = ServletRequestDecisions.of(request, runtime);
        Reply reply = runtime.requests().refuse(seen.request(), seen.exchange(), refusals);
        return of(reply, new ServletReply(runtime, request, response));
    }

    /** Takes out of {@code written} what the application set there. */
    static Response of(Reply reply, ServletReply written) {
        Response.ResponseBuilder response = Response.status(reply.status());
        reply.fields().forEach(response::header);
        // also for HEAD, where JAX-RS leaves it out: a response without an entity can become a sendError
        return response.type(reply.contentType())
                .entity(new ReplyEntity(reply, written))
                .build();
    }
}
