package dev.weir.admin;

import java.util.Map;

/** A request that breaks a rule, and the answer to it. */
public final class RejectedCall extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    /**
     * A rejection with that status.
     *
     * @param detail what is wrong, for the caller
     */
    public RejectedCall(int status, String detail) {
        this(status, detail, Map.of());
    }

    /** The same with more header fields. */
    RejectedCall(int status, String detail, Map<String, String> headers) {
        // it is no fault of the program: nothing reads where it came from
        super(detail, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    /** There is no such thing. */
    public static RejectedCall notFound(String detail) {
        return new RejectedCall(404, detail);
    }

    /** The request cannot be understood. */
    public static RejectedCall malformed(String detail) {
        return new RejectedCall(400, detail);
    }

    /** The cluster does not answer, or too much is done at once. */
    public static RejectedCall busy(String detail) {
        return new RejectedCall(503, detail, Map.of("Retry-After", "1"));
    }

    /** The same after a part of what was asked for was done. */
    public RejectedCall after(String done) {
        return new RejectedCall(status, getMessage() + "; " + done, headers);
    }

    int status() {
        return status;
    }

    Answer answer() {
        return Answer.problem(status, String.valueOf(getMessage()), headers);
    }
}
