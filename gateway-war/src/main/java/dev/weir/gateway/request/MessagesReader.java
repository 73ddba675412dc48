package dev.weir.gateway.request;

import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.error.ApiException;
import jakarta.json.stream.JsonParser.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the messages of a chat. For use by one thread. */
final class MessagesReader {

    /** The template has a token for each of them. */
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    private static final Set<String> TEXT_PARTS = Set.of("text", "input_text", "output_text", "refusal", "thinking");

    private static final Set<String> MEDIA = Set.of(
            "image_url",
            "image_embeds",
            "image_pil",
            "image",
            "input_audio",
            "audio_url",
            "audio_embeds",
            "video_url",
            "file");

    private final StrictJson json;
    private final PromptReader prompt;

    MessagesReader(StrictJson json, PromptReader prompt) {
        this.json = json;
        this.prompt = prompt;
    }

    /** Reads the value that {@code event} begins, to its end. */
    void read(Event event) throws ApiException {
        if (event != Event.START_ARRAY) {
            throw wrong("messages", "an array of objects");
        }
        int index = 0;
        for (Event next = json.next(); next != Event.END_ARRAY; next = json.next()) {
            String at = "messages[" + index++ + "]";
            if (next != Event.START_OBJECT) {
                throw wrong(at, "an object");
            }
            message(at);
        }
        if (!prompt.isPresent()) {
            throw new ApiException(ApiErrors.invalid("Invalid 'messages': expected at least one message.", "messages"));
        }
    }

    private void message(String at) throws ApiException {
        prompt.message();
        for (Event next = json.next(); next != Event.END_OBJECT; next = json.next()) {
            String name = json.string();
            Event value = json.next();
            switch (name) {
                case "role" -> role(value, at);
                case "content" -> content(value, at + ".content");
                default -> prompt.any(json, value);
            }
        }
    }

    private void role(Event value, String at) throws ApiException {
        if (value != Event.VALUE_STRING) {
            throw wrong(at + ".role", "a string");
        }
        if (!ROLES.contains(json.string())) {
            prompt.text(json.string());
        }
    }

    private void content(Event value, String at) throws ApiException {
        switch (value) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> prompt.text(json.string());
            case START_ARRAY -> {
                int index = 0;
                for (Event next = json.next(); next != Event.END_ARRAY; next = json.next()) {
                    part(next, at + "[" + index++ + "]");
                }
            }
            default -> throw wrong(at, "a string or an array of parts");
        }
    }

    private void part(Event value, String at) throws ApiException {
        if (value == Event.VALUE_STRING) {
            prompt.text(json.string());
            return;
        }
        if (value != Event.START_OBJECT) {
            throw wrong(at, "an object");
        }
        boolean medium = false;
        boolean typed = false;
        List<String> texts = new ArrayList<>(1);
        List<String> others = new ArrayList<>(0);
        for (Event next = json.next(); next != Event.END_OBJECT; next = json.next()) {
            String name = json.string();
            Event inner = json.next();
            if (name.equals("type")) {
                if (inner != Event.VALUE_STRING) {
                    throw wrong(at + ".type", "a string");
                }
                typed = true;
                medium |= !TEXT_PARTS.contains(json.string());
            } else if (TEXT_PARTS.contains(name)) {
                if (inner != Event.VALUE_STRING) {
                    throw wrong(at + "." + name, "a string");
                }
                texts.add(json.string());
            } else {
                medium |= MEDIA.contains(name);
                if (inner == Event.VALUE_STRING) {
                    others.add(json.string());
                } else {
                    json.skip(inner);
                }
            }
        }
        texts.forEach(prompt::text);
        if (medium || (!typed && texts.isEmpty())) {
            prompt.medium();
        } else {
            others.forEach(prompt::text);
        }
    }

    private static ApiException wrong(String param, String expected) {
        return new ApiException(
                ApiErrors.invalid("Invalid type for '" + param + "': expected " + expected + ".", param));
    }
}
