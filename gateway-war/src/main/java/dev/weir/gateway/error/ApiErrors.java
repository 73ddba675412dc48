package dev.weir.gateway.error;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Each error that the gateway tells of. */
public final class ApiErrors {

    private static final String INVALID = "invalid_request_error";

    private ApiErrors() {}

    /** 400: a request that no model can answer, as a whole. */
    public static ApiError invalid(String message) {
        return new ApiError(400, message, INVALID, Optional.empty(), Optional.empty());
    }

    /** 400: a field of the request is wrong. */
    public static ApiError invalid(String message, String param) {
        return new ApiError(400, message, INVALID, Optional.of(param), Optional.empty());
    }

    /** 403: none of the budgets of the model applies to the caller, such as that of a tenant to one who has none. */
    public static ApiError noBudget(List<String> policies) {
        return new ApiError(
                403,
                "No token budget of this model applies to you (" + String.join(", ", policies)
                        + "): your API key or token names no tenant.",
                INVALID,
                Optional.empty(),
                Optional.of("no_budget"));
    }

    /** 401: the request has neither an API key nor a token. */
    public static ApiError noKey() {
        return unauthorized("You didn't provide an API key. Send it in a header: Authorization: Bearer YOUR_KEY");
    }

    /** 401: the API key or the token is not valid, or not any more. */
    public static ApiError wrongKey() {
        return unauthorized("Incorrect API key provided.");
    }

    private static ApiError unauthorized(String message) {
        return new ApiError(401, message, INVALID, Optional.empty(), Optional.of("invalid_api_key"));
    }

    /** 404: there is no such model for this caller. */
    public static ApiError modelNotFound(String model) {
        String message = "The model `" + model + "` does not exist or you do not have access to it.";
        return new ApiError(404, message, INVALID, Optional.of("model"), Optional.of("model_not_found"));
    }

    /** 404: there is nothing at this path. */
    public static ApiError unknownUrl(String method, String path) {
        String message = "Unknown request URL: " + method + " " + path + ".";
        return new ApiError(404, message, INVALID, Optional.empty(), Optional.of("unknown_url"));
    }

    /** 405: what is at this path knows other methods only. */
    public static ApiError wrongMethod(String method, String path) {
        String message = "Not allowed to " + method + " on " + path + ".";
        return new ApiError(405, message, INVALID, Optional.empty(), Optional.of("method_not_allowed"));
    }

    /** 408: the body of the request did not arrive in time. */
    public static ApiError bodyTooSlow() {
        String message = "The body of the request did not arrive in time.";
        return new ApiError(408, message, INVALID, Optional.empty(), Optional.of("request_timeout"));
    }

    /** 413: the body of the request is larger than {@code most} bytes. */
    public static ApiError bodyTooLarge(long most) {
        String message = "The body of the request is too large: at most " + most + " bytes are allowed.";
        return new ApiError(413, message, INVALID, Optional.empty(), Optional.of("request_too_large"));
    }

    /** 415: the body of the request is not JSON as it is, or is compressed. */
    public static ApiError unsupportedMediaType(String message) {
        return new ApiError(415, message, INVALID, Optional.empty(), Optional.of("unsupported_media_type"));
    }

    /** 429: more tokens than the caller has left, or can ever have. */
    public static ApiError tokensExceeded(String message) {
        return new ApiError(429, message, "tokens", Optional.empty(), Optional.of("rate_limit_exceeded"));
    }

    /** 429: more requests than the caller has left, or more of them at once. */
    public static ApiError requestsExceeded(String message) {
        return new ApiError(429, message, "requests", Optional.empty(), Optional.of("rate_limit_exceeded"));
    }

    /** 502: the upstream cannot be reached, or answers with an error of its own. */
    public static ApiError badGateway(String message) {
        return failed(502, message, "bad_gateway");
    }

    /** 503: the upstream is left alone, or budgets cannot be counted. */
    public static ApiError unavailable(String message) {
        return failed(503, message, "service_unavailable");
    }

    /** 503: the upstream of a model has failed, and is left alone for {@code rest}. */
    public static ApiError upstreamLeftAlone(String model, Duration rest) {
        long seconds = Math.max(1, rest.plusMillis(999).toSeconds());
        return unavailable(
                "The model `" + model + "` is not available at present. Please try again in " + seconds + "s.");
    }

    /** 504: the upstream did not answer in time. */
    public static ApiError timeout(String message) {
        return failed(504, message, "gateway_timeout");
    }

    /** For programs that look at the type, and for those that look at the code. */
    private static ApiError failed(int status, String message, String what) {
        return new ApiError(status, message, what, Optional.empty(), Optional.of(what));
    }
}
