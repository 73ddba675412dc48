package dev.weir.gateway.request;

import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;

/** Copies values, however large, without an object for each. */
final class JsonCopy {

    private JsonCopy() {}

    /** Writes the value that {@code first} begins, and reads to its end. */
    static void value(JsonParser from, Event first, JsonGenerator to) {
        int depth = 0;
        Event event = first;
        while (true) {
            switch (event) {
                case START_OBJECT -> to.writeStartObject();
                case START_ARRAY -> to.writeStartArray();
                case END_OBJECT, END_ARRAY -> to.writeEnd();
                case KEY_NAME -> to.writeKey(from.getString());
                case VALUE_STRING -> to.write(from.getString());
                case VALUE_NUMBER -> to.write(from.getValue());
                case VALUE_TRUE -> to.write(true);
                case VALUE_FALSE -> to.write(false);
                case VALUE_NULL -> to.write(JsonValue.NULL);
            }
            depth += change(event);
            if (depth == 0) {
                return;
            }
            event = from.next();
        }
    }

    /** Reads to the end of the value that {@code first} begins. */
    static void skip(JsonParser from, Event first) {
        int depth = change(first);
        while (depth > 0) {
            depth += change(from.next());
        }
    }

    private static int change(Event event) {
        return switch (event) {
            case START_OBJECT, START_ARRAY -> 1;
            case END_OBJECT, END_ARRAY -> -1;
            default -> 0;
        };
    }
}
