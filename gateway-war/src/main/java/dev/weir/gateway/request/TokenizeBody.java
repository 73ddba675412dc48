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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the bodies of requests to {@code /tokenize} of vLLM, which says how many tokens a prompt is. */
public final class TokenizeBody {

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

    /** What makes the prompt of a chat. */
    private static final Set<String> OF_CHAT =
            Set.of("messages", "tools", "chat_template_kwargs", "add_generation_prompt", "continue_final_message");

    private TokenizeBody() {}

    /**
     * A body for the chat, or for each text that is a prompt; none for tokens.
     *
     * @param request as {@link RequestReader} has read it
     * @param model the name that the upstream knows
     */
    public static List<byte[]> of(CompletionRequest request, String model) {
        return request.endpoint() == Endpoint.CHAT
                ? List.of(chat(request, model))
                : request.prompt().texts().stream()
                        .map(text -> text(text, model))
                        .toList();
    }

    private static byte[] chat(CompletionRequest request, String model) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(request.body().length + 64);
        try (JsonParser from = PARSERS.createParser(new ByteArrayInputStream(request.body()), StandardCharsets.UTF_8);
                JsonGenerator to = GENERATORS.createGenerator(body)) {
            from.next();
            to.writeStartObject().write("model", model);
            for (Event event = from.next(); event != Event.END_OBJECT; event = from.next()) {
                String name = from.getString();
                Event value = from.next();
                if (OF_CHAT.contains(name)) {
                    to.writeKey(name);
                    JsonCopy.value(from, value, to);
                } else {
                    JsonCopy.skip(from, value);
                }
            }
            to.writeEnd();
        }
        return body.toByteArray();
    }

    private static byte[] text(String text, String model) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(text.length() + 64);
        try (JsonGenerator to = GENERATORS.createGenerator(body)) {
            to.writeStartObject().write("model", model).write("prompt", text).writeEnd();
        }
        return body.toByteArray();
    }
}
