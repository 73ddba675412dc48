package dev.weir.gateway.request;

import dev.weir.gateway.error.ApiException;
import jakarta.json.stream.JsonParser.Event;

/**
 * Writes a value as the template of a chat does, for which it is text: a line for each name and element. A template
 * that writes it shorter has fewer tokens. All lines are indented alike, because a deeper one is no more tokens.
 */
final class RenderedJson {

    private static final String NEW_LINE = "\n    ";

    private final StringBuilder text = new StringBuilder();

    private RenderedJson() {}

    /** The text of the value that {@code event} begins; reads to its end. */
    static String of(StrictJson json, Event event) throws ApiException {
        RenderedJson rendered = new RenderedJson();
        rendered.value(json, event);
        return rendered.text.toString();
    }

    private void value(StrictJson json, Event first) throws ApiException {
        int depth = 0;
        Event before = first;
        Event event = first;
        while (true) {
            boolean begins = event == Event.START_OBJECT || event == Event.START_ARRAY;
            boolean ends = event == Event.END_OBJECT || event == Event.END_ARRAY;
            if (depth > 0 && before != Event.KEY_NAME) {
                boolean isFirst = before == Event.START_OBJECT || before == Event.START_ARRAY;
                text.append(isFirst || ends ? "" : ",").append(NEW_LINE);
            }
            write(json, event);
            depth += begins ? 1 : ends ? -1 : 0;
            if (depth == 0) {
                return;
            }
            before = event;
            event = json.next();
        }
    }

    private void write(StrictJson json, Event event) {
        switch (event) {
            case START_OBJECT -> text.append('{');
            case END_OBJECT -> text.append('}');
            case START_ARRAY -> text.append('[');
            case END_ARRAY -> text.append(']');
            case KEY_NAME -> {
                quote(json.string());
                text.append(": ");
            }
            case VALUE_STRING -> quote(json.string());
            case VALUE_NUMBER -> text.append(json.string());
            case VALUE_TRUE -> text.append("true");
            case VALUE_FALSE -> text.append("false");
            case VALUE_NULL -> text.append("null");
        }
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char one = value.charAt(i);
            switch (one) {
                case '"', '\\' -> text.append('\\').append(one);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (one < ' ') {
                        text.append("\\u00").append(one < 16 ? "0" : "").append(Integer.toHexString(one));
                    } else {
                        text.append(one);
                    }
                }
            }
        }
        text.append('"');
    }
}
