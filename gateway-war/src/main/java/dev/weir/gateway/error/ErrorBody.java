package dev.weir.gateway.error;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;

/** Writes errors as the OpenAI API does: {@code {"error":{"message":...,"type":...,"param":null,"code":...}}}. */
public final class ErrorBody {

    /** The media type of what is written. */
    public static final String CONTENT_TYPE = "application/json";

    private static final JsonGeneratorFactory JSON = Json.createGeneratorFactory(Map.of());

    private ErrorBody() {}

    /** The body of an answer, in UTF-8. */
    public static byte[] of(ApiError error) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject().writeStartObject("error");
            json.write("message", error.message()).write("type", error.type());
            write(json, "param", error.param());
            write(json, "code", error.code());
            json.writeEnd().writeEnd();
        }
        return body.toByteArray();
    }

    private static void write(JsonGenerator json, String name, Optional<String> value) {
        if (value.isPresent()) {
            json.write(name, value.get());
        } else {
            json.writeNull(name);
        }
    }
}
