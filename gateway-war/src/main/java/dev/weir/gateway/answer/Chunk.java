package dev.weir.gateway.answer;

import dev.weir.gateway.upstream.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event of a stream says.
 *
 * @param json all of it
 * @param choices in their order; none in the event with the usage
 */
record Chunk(JsonObject json, List<Choice> choices, Optional<Usage> usage) {

    /**
     * A part of one choice.
     *
     * @param texts that a model has made, by the field where each goes on
     * @param isFinished whether the choice ends with this
     */
    record Choice(int index, List<Map.Entry<String, String>> texts, boolean isFinished) {}

    static Chunk of(String data) throws BrokenAnswerException {
        JsonObject json = JsonText.object(data)
                .orElseThrow(() -> new BrokenAnswerException("an event has data that is not a JSON object"));
        List<Choice> choices = new ArrayList<>();
        if (json.get("choices") instanceof JsonArray list) {
            for (JsonValue each : list) {
                if (each instanceof JsonObject choice) {
                    choices.add(choice(choice));
                }
            }
        }
        return new Chunk(json, choices, Usage.of(json.get("usage")));
    }

    boolean isError() {
        return json.get("error") instanceof JsonObject;
    }

    private static Choice choice(JsonObject choice) {
        List<Map.Entry<String, String>> texts = new ArrayList<>();
        add(texts, "text", choice.get("text"));
        if (choice.get("delta") instanceof JsonObject delta) {
            delta.forEach((name, value) -> {
                if (!name.equals("role")) {
                    add(texts, name, value);
                }
            });
        }
        return new Choice(index(choice), texts, choice.get("finish_reason") instanceof JsonString);
    }

    private static int index(JsonObject choice) {
        return choice.getInt("index", 0);
    }

    /** Adds a text, or all texts of what has several, such as the calls of tools. */
    private static void add(List<Map.Entry<String, String>> texts, String name, @Nullable JsonValue value) {
        if (value instanceof JsonString string) {
            if (!string.getString().isEmpty()) {
                texts.add(Map.entry(name, string.getString()));
            }
        } else if (value instanceof JsonArray list) {
            for (JsonValue each : list) {
                add(texts, name + '.' + position(each), each);
            }
        } else if (value instanceof JsonObject object) {
            object.forEach((key, inner) -> {
                if (!key.equals("id") && !key.equals("type")) {
                    add(texts, name + '.' + key, inner);
                }
            });
        }
    }

    private static int position(JsonValue each) {
        return each instanceof JsonObject object ? object.getInt("index", 0) : 0;
    }
}
