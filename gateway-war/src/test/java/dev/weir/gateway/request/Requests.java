package dev.weir.gateway.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ApiException;
import java.util.Optional;

/** Requests for tests; {@code '} stands for a quotation mark. */
public final class Requests {

    private Requests() {}

    /** Reads a chat. */
    public static CompletionRequest chat(String json) {
        return read(Endpoint.CHAT, json);
    }

    /** Reads a request to {@code /v1/completions}. */
    public static CompletionRequest text(String json) {
        return read(Endpoint.TEXT, json);
    }

    static CompletionRequest read(Endpoint endpoint, String json) {
        try {
            return RequestReader.read(endpoint, Optional.empty(), bytes(json));
        } catch (ApiException e) {
            throw new AssertionError(e.error().toString(), e);
        }
    }

    static ApiError refused(Endpoint endpoint, byte[] body) {
        return refused(endpoint, Optional.empty(), body);
    }

    static ApiError refused(Endpoint endpoint, Optional<String> contentType, byte[] body) {
        try {
            CompletionRequest read = RequestReader.read(endpoint, contentType, body);
            throw new AssertionError("was read: " + read);
        } catch (ApiException e) {
            return e.error();
        }
    }

    static ApiError refusedChat(String json) {
        return refused(Endpoint.CHAT, bytes(json));
    }

    static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }
}
