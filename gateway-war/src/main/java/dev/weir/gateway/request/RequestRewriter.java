package dev.weir.gateway.request;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the body that an upstream gets of the one that a client has sent. The model is that of the upstream, no
 * completion is longer than the cap, and a stream tells its usage; all other fields stay, in their order.
 *
 * <p>A chat gets the cap in {@code max_tokens} and in {@code max_completion_tokens}, because servers differ in which
 * of them they read. {@code /v1/completions} knows {@code max_tokens} only, so the other one is there if the client has
 * sent it. The same holds for {@code n_predict} and {@code max_new_tokens}, by which some servers let themselves be
 * told more.
 */
public final class RequestRewriter {

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

    private static final Set<String> CAPS =
            Set.of("max_tokens", "max_completion_tokens", "n_predict", "max_new_tokens");
    private static final String USAGE = "include_usage";

    private final CompletionRequest request;
    private final String model;
    private final long cap;
    private final JsonParser from;
    private final JsonGenerator to;

    private RequestRewriter(CompletionRequest request, String model, long cap, JsonParser from, JsonGenerator to) {
        this.request = request;
        this.model = model;
        this.cap = cap;
        this.from = from;
        this.to = to;
    }

    /**
     * The body for the upstream.
     *
     * @param request as {@link RequestReader} has read it
     * @param model the name that the upstream knows
     * @param cap tokens of one completion
     */
    public static byte[] rewrite(CompletionRequest request, String model, long cap) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(request.body().length + 128);
        try (JsonParser from = PARSERS.createParser(new ByteArrayInputStream(request.body()), StandardCharsets.UTF_8);
                JsonGenerator to = GENERATORS.createGenerator(body)) {
            new RequestRewriter(request, model, cap, from, to).write();
        }
        return body.toByteArray();
    }

    private void write() {
        Set<String> missing = new LinkedHashSet<>(
                request.endpoint() == Endpoint.CHAT
                        ? List.of("max_tokens", "max_completion_tokens")
                        : List.of("max_tokens"));
        if (request.stream()) {
            missing.add("stream_options");
        }
        from.next();
        to.writeStartObject();
        for (Event event = from.next(); event != Event.END_OBJECT; event = from.next()) {
            String name = from.getString();
            missing.remove(name);
            field(name, from.next());
        }
        for (String name : missing) {
            to.writeKey(name);
            if (name.equals("stream_options")) {
                to.writeStartObject().write(USAGE, true).writeEnd();
            } else {
                to.write(cap);
            }
        }
        to.writeEnd();
    }

    private void field(String name, Event value) {
        to.writeKey(name);
        if (name.equals("model")) {
            to.write(model);
        } else if (CAPS.contains(name)) {
            JsonCopy.skip(from, value);
            to.write(cap);
        } else if (name.equals("stream_options") && request.stream()) {
            streamOptions(value);
        } else {
            JsonCopy.value(from, value, to);
        }
    }

    /** With the usage, and with all that the client wants besides. */
    private void streamOptions(Event value) {
        to.writeStartObject();
        if (value == Event.START_OBJECT) {
            for (Event event = from.next(); event != Event.END_OBJECT; event = from.next()) {
                String name = from.getString();
                Event option = from.next();
                if (!name.equals(USAGE)) {
                    to.writeKey(name);
                    JsonCopy.value(from, option, to);
                }
            }
        }
        to.write(USAGE, true).writeEnd();
    }
}
