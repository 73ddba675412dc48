package dev.weir.rest;

import dev.weir.Decision;
import dev.weir.reply.Reply;
import dev.weir.reply.ThrownRefusal;
import dev.weir.runtime.WeirApplications;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletReply;
import dev.weir.servlet.ServletRequestDecisions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Converts replies to JAX-RS responses. */
final class Responses {

    private Responses() {}

    /**
     * Whether the response can still report {@code refused} to the client. If not, the charges of the request are
     * refunded here, because the exception is passed to code that may not belong to Weir.
     */
    static boolean isPossible(RuntimeException refused, HttpServletRequest request, HttpServletResponse response) {
        WeirRuntime runtime = WeirApplications.currentOrStarted();
        try {
            if (!response.isCommitted()) {
                return true;
            }
            ServletRequestDecisions seen = ServletRequestDecisions.of(request, runtime);
            Reply unused = runtime.requests()
                    .refuse(
                            seen.request(),
                            seen.requestDecisions(),
                            ThrownRefusal.in(refused).orElseGet(List::of));
        } catch (RuntimeException e) {
            // Jersey has ended the request: a stream of events had begun
            refused.addSuppressed(e);
        }
        runtime.reportLate(refused);
        return false;
    }

    /** Returns the response to {@code request}, during which a call of a bean was refused. */
    static Response of(List<Decision> refusals, HttpServletRequest request, HttpServletResponse response) {
        WeirRuntime runtime = WeirApplications.currentOrStarted();
        ServletRequestDecisions seen = ServletRequestDecisions.of(request, runtime);
        Reply reply = runtime.requests().refuse(seen.request(), seen.requestDecisions(), refusals);
        return of(reply, new ServletReply(runtime, request, response));
    }

    /** Converts {@code reply}, and removes the application's fields from {@code written}. */
    static Response of(Reply reply, ServletReply written) {
        Response.ResponseBuilder response = Response.status(reply.status());
        reply.fields().forEach(response::header);
        // also for HEAD, where JAX-RS leaves it out: a response without an entity can become a sendError
        return response.type(reply.contentType())
                .entity(new ReplyEntity(reply, written))
                .build();
    }
}
