package dev.weir.gateway.upstream;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Optional;

/** Small JSON texts of upstreams. */
public final class JsonText {

    /** Looked up once: each call of {@code Json} asks all jars for a provider. */
    public static final JsonProvider JSON = JsonProvider.provider();

    private JsonText() {}

    /** The object that {@code text} is; empty if it is none. */
    public static Optional<JsonObject> object(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            JsonValue value = reader.readValue();
            return value instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonException | StackOverflowError e) {
            return Optional.empty();
        }
    }
}
