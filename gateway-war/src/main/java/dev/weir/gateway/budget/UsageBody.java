package dev.weir.gateway.budget;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** Writes the answer to {@code GET /v1/usage}. */
public final class UsageBody {

    private static final JsonGeneratorFactory JSON = Json.createGeneratorFactory(Map.of());

    private UsageBody() {}

    /** The body, in UTF-8. */
    public static byte[] of(List<UsageRow> rows) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject().write("object", "usage").writeStartArray("data");
            for (UsageRow row : rows) {
                json.writeStartObject()
                        .write("model", row.model())
                        .write("type", row.type())
                        .write("limit", row.limit())
                        .write("window", row.window())
                        .write("used", row.used())
                        .write("held", row.held())
                        .write("remaining", row.remaining())
                        .write("reset", GoDuration.of(row.reset()))
                        .writeEnd();
            }
            json.writeEnd().writeEnd();
        }
        return body.toByteArray();
    }
}
