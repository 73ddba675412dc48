package dev.weir.admin;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a change: an object whose members are texts. Immutable. What is not known is refused instead of ignored:
 * a block whose {@code for} is misspelt would never end.
 */
public final class JsonBody {

    private static final String EXPECTED = "the body must be a JSON object whose members are texts that are not empty";

    private final Map<String, String> members;

    private JsonBody(Map<String, String> members) {
        this.members = members;
    }

    /**
     * Reads the body.
     *
     * @throws RejectedCall if it is no object of texts, or has a member twice
     */
    static JsonBody read(byte[] bytes) {
        // the parser never gets deeper than the members of the object: the depth of what is sent does not matter
        try (JsonParser parser = Json.createParser(new StringReader(text(bytes)))) {
            return new JsonBody(members(parser));
        } catch (JsonException e) {
            throw RejectedCall.malformed(EXPECTED);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RejectedCall.malformed("the body must be UTF-8");
        }
    }

    private static Map<String, String> members(JsonParser parser) {
        Map<String, String> members = new LinkedHashMap<>();
        expect(parser, JsonParser.Event.START_OBJECT);
        while (next(parser) == JsonParser.Event.KEY_NAME) {
            String name = parser.getString();
            JsonParser.Event value = next(parser);
            // nothing in place of a key would be taken as all keys
            if (value != JsonParser.Event.VALUE_STRING || parser.getString().isEmpty()) {
                throw RejectedCall.malformed(EXPECTED);
            }
            requireUnicode(parser.getString());
            if (members.put(name, parser.getString()) != null) {
                throw RejectedCall.malformed("the body has a member twice");
            }
        }
        // reads what follows the object, which must be nothing
        if (parser.hasNext()) {
            throw RejectedCall.malformed(EXPECTED);
        }
        return members;
    }

    /** Half a character cannot be stored as it is: it would come back as another key. */
    private static void requireUnicode(String text) {
        if (text.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE)) {
            throw RejectedCall.malformed("the body must be Unicode");
        }
    }

    private static void expect(JsonParser parser, JsonParser.Event expected) {
        if (next(parser) != expected) {
            throw RejectedCall.malformed(EXPECTED);
        }
    }

    private static JsonParser.Event next(JsonParser parser) {
        if (!parser.hasNext()) {
            throw RejectedCall.malformed(EXPECTED);
        }
        return parser.next();
    }

    JsonBody restrictedTo(Set<String> known) {
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                throw RejectedCall.malformed("the body may have "
                        + String.join(", ", known.stream().sorted().toList()) + ", and has another member");
            }
        }
        return this;
    }

    /** The text of a member; empty if it is absent. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** The text of a member that must be there. */
    public String required(String name) {
        return text(name).orElseThrow(() -> RejectedCall.malformed(name + ": is missing"));
    }
}
