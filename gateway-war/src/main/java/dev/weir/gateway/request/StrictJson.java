package dev.weir.gateway.request;

import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.error.ApiException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a body as any other reader of JSON would: what two of them could understand differently is refused, such as an
 * object with two values of one name. For use by one thread.
 */
final class StrictJson implements AutoCloseable {

    /** What is deeper is refused before it costs much. */
    private static final int DEEPEST = 100;
    /** Longer numbers are costly to convert, and no field needs them. */
    private static final int LONGEST_NUMBER = 1_000;
    /** Of a number that can be a whole one in the range of a long. */
    private static final int LONGEST_WHOLE = 40;

    private static final JsonParserFactory JSON = Json.createParserFactory(Map.of());
    private static final Set<String> ARRAY = Set.of();

    private final JsonParser parser;
    /** For each object or array that has begun the names that it has had. */
    private final Deque<Set<String>> open = new ArrayDeque<>();

    private StrictJson(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws ApiException if {@code body} is not UTF-8 */
    static StrictJson of(byte[] body) throws ApiException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return new StrictJson(JSON.createParser(new StringReader(text)));
        } catch (CharacterCodingException e) {
            throw new ApiException(ApiErrors.invalid("The body of the request is not valid UTF-8."));
        }
    }

    /** The next event. */
    Event next() throws ApiException {
        Event event;
        try {
            event = parser.next();
            check(event);
        } catch (JsonException | NoSuchElementException e) {
            throw notJson();
        }
        return event;
    }

    private void check(Event event) throws ApiException {
        switch (event) {
            case START_OBJECT -> begin(new HashSet<>());
            case START_ARRAY -> begin(ARRAY);
            case END_OBJECT, END_ARRAY -> open.pop();
            case KEY_NAME -> {
                String name = wellFormed(parser.getString());
                if (!open.element().add(name)) {
                    throw new ApiException(ApiErrors.invalid("The body of the request has \"" + shown(name)
                            + "\" twice in one object, which is not allowed."));
                }
            }
            case VALUE_STRING -> wellFormed(parser.getString());
            case VALUE_NUMBER -> number(parser.getString());
            default -> {}
        }
    }

    private static void number(String text) throws ApiException {
        if (text.length() > LONGEST_NUMBER) {
            throw new ApiException(ApiErrors.invalid(
                    "The body of the request has a number of more than " + LONGEST_NUMBER + " characters."));
        }
        try {
            BigDecimal unused = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new ApiException(
                    ApiErrors.invalid("The body of the request has a number that is out of range: " + shown(text)));
        }
    }

    private void begin(Set<String> names) throws ApiException {
        if (open.size() == DEEPEST) {
            throw new ApiException(ApiErrors.invalid(
                    "The body of the request has more than " + DEEPEST + " levels of objects and arrays."));
        }
        open.push(names);
    }

    /** Half of a surrogate pair cannot be sent on in UTF-8. */
    private static String wellFormed(String text) throws ApiException {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (Character.isSurrogate(one)) {
                if (!Character.isSurrogatePair(one, i + 1 < text.length() ? text.charAt(i + 1) : '\0')) {
                    throw new ApiException(
                            ApiErrors.invalid("The body of the request has half of a surrogate pair in a string."));
                }
                i++;
            }
        }
        return text;
    }

    static String shown(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }

    /** The string, name or number of the present event. */
    String string() {
        return parser.getString();
    }

    /** The number of the present event, if it is a whole one in the range of a long. */
    OptionalLong whole() {
        String text = parser.getString();
        if (text.length() > LONGEST_WHOLE) {
            return OptionalLong.empty();
        }
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) > LONGEST_WHOLE) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(number.longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** Reads to the end of the value that {@code event} begins. */
    void skip(Event event) throws ApiException {
        if (event == Event.START_OBJECT || event == Event.START_ARRAY) {
            int outside = open.size() - 1;
            while (open.size() > outside) {
                next();
            }
        }
    }

    /** Sees that there is nothing behind the value. */
    void end() throws ApiException {
        try {
            if (parser.hasNext()) {
                throw notJson();
            }
        } catch (JsonException e) {
            throw notJson();
        }
    }

    private ApiException notJson() {
        return new ApiException(ApiErrors.invalid("The body of the request is not valid JSON (near line "
                + parser.getLocation().getLineNumber() + ", column "
                + parser.getLocation().getColumnNumber() + ")."));
    }

    @Override
    public void close() {
        parser.close();
    }
}
