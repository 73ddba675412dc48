package dev.weir.gateway.upstream;

import dev.weir.gateway.request.Endpoint;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the built-in model reads of a request.
 *
 * @param read all texts of the prompt
 * @param say what is repeated, a text for each choice
 * @param cap tokens of a choice
 */
record EchoRequest(
        Endpoint endpoint, String model, boolean stream, boolean usage, long cap, List<String> read, List<String> say) {

    /** The cap of a request that names none. */
    private static final long UNCAPPED = 4096;

    static EchoRequest of(Endpoint endpoint, byte[] body) {
        try (JsonReader reader = JsonText.JSON.createReader(new ByteArrayInputStream(body))) {
            JsonObject json = reader.readObject();
            List<String> read = endpoint == Endpoint.CHAT ? messages(json) : prompts(json.get("prompt"));
            int choices = Math.max(1, json.getInt("n", 1));
            List<String> say = new ArrayList<>();
            for (String text : endpoint == Endpoint.CHAT ? List.of(last(json)) : read) {
                for (int i = 0; i < choices; i++) {
                    say.add(text);
                }
            }
            JsonValue options = json.get("stream_options");
            return new EchoRequest(
                    endpoint,
                    json.getString("model", "echo"),
                    json.getBoolean("stream", false),
                    options instanceof JsonObject object && object.getBoolean("include_usage", false),
                    Math.max(number(json, "max_tokens"), number(json, "max_completion_tokens")) < 0
                            ? UNCAPPED
                            : Math.max(number(json, "max_tokens"), number(json, "max_completion_tokens")),
                    read,
                    say);
        }
    }

    private static long number(JsonObject json, String name) {
        return json.get(name) instanceof JsonNumber number ? number.longValue() : -1;
    }

    private static List<String> messages(JsonObject json) {
        return json.getJsonArray("messages").stream()
                .map(message -> text(message.asJsonObject().get("content")))
                .collect(Collectors.toList());
    }

    private static String last(JsonObject json) {
        JsonArray messages = json.getJsonArray("messages");
        for (int i = messages.size() - 1; i >= 0; i--) {
            if ("user".equals(messages.getJsonObject(i).getString("role", ""))) {
                return text(messages.getJsonObject(i).get("content"));
            }
        }
        return "";
    }

    /** A content, which may have several parts. */
    private static String text(@Nullable JsonValue content) {
        if (content instanceof JsonString string) {
            return string.getString();
        }
        if (content instanceof JsonArray parts) {
            return parts.stream()
                    .map(part -> part instanceof JsonObject object ? object.getString("text", "") : "")
                    .collect(Collectors.joining());
        }
        return "";
    }

    /** One text, several, or one or several lists of tokens, of which each becomes a word. */
    private static List<String> prompts(@Nullable JsonValue prompt) {
        if (prompt instanceof JsonArray list && !list.isEmpty() && !(list.get(0) instanceof JsonNumber)) {
            return list.stream().map(EchoRequest::prompt).collect(Collectors.toList());
        }
        return List.of(prompt(prompt));
    }

    private static String prompt(@Nullable JsonValue prompt) {
        if (prompt instanceof JsonArray tokens) {
            return tokens.stream().map(JsonValue::toString).collect(Collectors.joining(" "));
        }
        return prompt instanceof JsonString string ? string.getString() : "";
    }
}
