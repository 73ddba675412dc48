package dev.weir.gateway.servlet;

import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ErrorBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Writes whole answers, none of which may be kept by a cache. */
final class Answers {

    private Answers() {}

    /** Writes an error in the form of the API, with {@code fields}. */
    static void write(HttpServletResponse response, ApiError error, Map<String, String> fields) throws IOException {
        fields.forEach(response::setHeader);
        write(response, error.status(), ErrorBody.of(error));
    }

    /** Writes JSON. */
    static void write(HttpServletResponse response, int status, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(ErrorBody.CONTENT_TYPE);
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(body);
    }
}
