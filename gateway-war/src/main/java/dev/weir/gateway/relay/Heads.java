package dev.weir.gateway.relay;

import dev.weir.gateway.error.ErrorBody;
import dev.weir.gateway.upstream.UpstreamAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The heads of answers for clients. */
final class Heads {

    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private Heads() {}

    /** Whether an upstream fails by this status: it redirects, or has an error of its own. */
    static boolean isFailure(int status) {
        return status < OK || status >= SERVER_ERROR || (status >= REDIRECT && status < BAD_REQUEST);
    }

    /** For what an upstream sends. */
    static ClientOutput.Head of(UpstreamAnswer head, boolean isStream, Map<String, String> budget) {
        Map<String, String> fields = new HashMap<>(budget);
        if (head.status() >= BAD_REQUEST) {
            fields.putAll(head.fields());
        }
        if (isStream) {
            fields.put("cache-control", "no-cache");
            fields.put("x-accel-buffering", "no"); // nginx would wait for more
        }
        return new ClientOutput.Head(
                head.status(),
                head.contentType().orElse("application/json"),
                isStream ? OptionalLong.empty() : head.length(),
                fields);
    }

    /** For an error of {@code length} bytes. */
    static ClientOutput.Head of(Failures failure, int length, Map<String, String> budget) {
        Map<String, String> fields = new HashMap<>(budget);
        fields.putAll(failure.fields());
        return new ClientOutput.Head(failure.error().status(), ErrorBody.CONTENT_TYPE, OptionalLong.of(length), fields);
    }
}
