package dev.weir.gateway.request;

import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.error.ApiException;
import jakarta.json.stream.JsonParser.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Collects what a model reads. For use by one thread. */
final class PromptReader {

    private final List<String> texts = new ArrayList<>();
    private int messages;
    private long tokens;
    private int media;

    Prompt prompt() {
        return new Prompt(texts, messages, tokens, media);
    }

    /** Whether there is a message or a prompt. */
    boolean isPresent() {
        return messages > 0;
    }

    void text(String text) {
        if (!text.isEmpty()) {
            texts.add(text);
        }
    }

    void message() {
        messages++;
    }

    void medium() {
        media++;
    }

    /** A field that a template may read: its strings, objects and arrays are text. */
    void any(StrictJson json, Event event) throws ApiException {
        switch (event) {
            case VALUE_STRING -> text(json.string());
            case START_OBJECT, START_ARRAY -> text(RenderedJson.of(json, event));
            default -> {}
        }
    }

    /** The prompts of {@code /v1/completions}: a text, texts, tokens, or arrays of tokens. */
    void prompts(StrictJson json, Event event) throws ApiException {
        switch (event) {
            case VALUE_STRING -> one(json);
            case START_ARRAY -> several(json);
            default -> throw wrongPrompt();
        }
        if (messages == 0) {
            throw wrongPrompt();
        }
    }

    private void one(StrictJson json) {
        messages++;
        text(json.string());
    }

    private void several(StrictJson json) throws ApiException {
        Event kind = json.next();
        if (kind == Event.VALUE_NUMBER) {
            messages++;
        }
        for (Event event = kind; event != Event.END_ARRAY; event = json.next()) {
            if (event != kind) {
                throw wrongPrompt();
            }
            switch (event) {
                case VALUE_STRING -> one(json);
                case VALUE_NUMBER -> token(json);
                case START_ARRAY -> {
                    messages++;
                    for (Event inner = json.next(); inner != Event.END_ARRAY; inner = json.next()) {
                        if (inner != Event.VALUE_NUMBER) {
                            throw wrongPrompt();
                        }
                        token(json);
                    }
                }
                default -> throw wrongPrompt();
            }
        }
    }

    private void token(StrictJson json) throws ApiException {
        OptionalLong number = json.whole();
        if (number.isEmpty() || number.getAsLong() < 0) {
            throw wrongPrompt();
        }
        tokens++;
    }

    private static ApiException wrongPrompt() {
        return new ApiException(ApiErrors.invalid(
                "Invalid type for 'prompt': expected a string, an array of strings, an array of tokens, or an array of"
                        + " arrays of tokens, and at least one of them.",
                "prompt"));
    }
}
