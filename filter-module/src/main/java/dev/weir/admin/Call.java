package dev.weir.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A request that was let in, as the resources see it. Valid while the request lasts; for use by one thread. */
public final class Call {

    private final HttpServletRequest request;
    private final Map<String, String> segments;
    private final Caller caller;
    private final Optional<JsonBody> body;

    /**
     * Who asks. Immutable.
     *
     * @param who the name of the principal
     * @param address the client's address
     * @param admin whether the caller may change something
     */
    public record Caller(String who, String address, boolean admin) {}

    /**
     * A call.
     *
     * @param segments the segments of the path that the route has a name for
     * @param body the body of the request, if the method has one
     */
    Call(HttpServletRequest request, Map<String, String> segments, Caller caller, Optional<JsonBody> body) {
        this.request = request;
        this.segments = segments;
        this.caller = caller;
        this.body = body;
    }

    /** Who asks. */
    public Caller caller() {
        return caller;
    }

    /** The path of the application on its server; empty for the root. */
    public String contextPath() {
        return request.getContextPath();
    }

    /** The segment of the path that the route calls {@code name}. */
    public String segment(String name) {
        String value = segments.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no segment " + name);
        }
        return value;
    }

    /**
     * A parameter of the query.
     *
     * @throws RejectedCall if it is there twice
     */
    public Optional<String> query(String name) {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.length > 1) {
            throw RejectedCall.malformed(name + ": must be there once");
        }
        return Optional.of(values[0]).filter(value -> !value.isEmpty());
    }

    /** A parameter of the query that must be there. */
    public String requiredQuery(String name) {
        return query(name).orElseThrow(() -> RejectedCall.malformed(name + ": is missing"));
    }

    /** Whether the query has a parameter of that name, also without a value. */
    public boolean hasQuery(String name) {
        return request.getParameterValues(name) != null;
    }

    /**
     * The body of the request, an object of texts.
     *
     * @param known the members that it may have
     * @throws RejectedCall if it has others, or there is no body
     */
    public JsonBody body(Set<String> known) {
        return body.orElseThrow(() -> RejectedCall.malformed("the body is missing"))
                .restrictedTo(known);
    }
}
