package dev.weir.gateway.error;

/** A request gets no answer of a model, but an {@link ApiError}. */
public final class ApiException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    /** Ends the work on a request. */
    public ApiException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /** What the client is told. */
    public ApiError error() {
        return error;
    }
}
