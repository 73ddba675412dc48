package dev.weir.admin;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The answer to a request: a status, a body that is complete before the first byte of it is sent, and header fields
 * beyond those of all answers. Immutable.
 */
public final class Answer {

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));

    private final int status;
    private final String contentType;
    private final byte[] body;
    private final Map<String, String> headers;

    /**
     * An answer.
     *
     * @param contentType empty if there is no body
     * @param body is not changed any more
     */
    Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Status 200 and an object; {@code members} writes what is between its braces. */
    public static Answer json(Consumer<JsonGenerator> members) {
        return json(200, members);
    }

    /** The same with another status. */
    public static Answer json(int status, Consumer<JsonGenerator> members) {
        return new Answer(status, "application/json", object(members), Map.of());
    }

    /** Status 204, without a body. */
    public static Answer done() {
        return new Answer(204, "", new byte[0], Map.of());
    }

    /** A text of another type than JSON. */
    public static Answer text(String contentType, String text) {
        return new Answer(200, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** The same answer with one more header field; {@code value} must not come from a request. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, body, more);
    }

    /** A problem document of RFC 9457. */
    static Answer problem(int status, String detail, Map<String, String> headers) {
        byte[] document = object(json -> json.write("type", "about:blank")
                .write("title", TITLES.getOrDefault(status, "Error"))
                .write("status", status)
                .write("detail", detail));
        return new Answer(status, "application/problem+json", document, headers);
    }

    private static byte[] object(Consumer<JsonGenerator> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.createGenerator(bytes)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEnd();
        }
        return bytes.toByteArray();
    }
}
