package dev.weir.it.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A body that a test sends to {@link ReadingServlet}.
 *
 * @param type the content type; empty for none
 * @param chunked whether its length is not said
 */
public record SentBody(String name, String type, byte[] bytes, boolean chunked) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final String FORM = "application/x-www-form-urlencoded";

    private static SentBody of(String name, String type, String text) {
        return new SentBody(name, type, text.getBytes(StandardCharsets.UTF_8), false);
    }

    private SentBody inChunks() {
        return new SentBody(name + ", in chunks", type, bytes, true);
    }

    /** Bodies of all types and sizes. */
    public static List<SentBody> all() {
        List<SentBody> all = new ArrayList<>();
        String form = "username=alice&a=1&b=%C3%A9&a=2&empty&x=y+z%2B&=none&";
        String json = "{\"username\":\"al\u00edce\",\"password\":\"p\"}";
        all.add(of("an empty form", FORM, ""));
        all.add(of("a form", FORM, form));
        all.add(of("a form in UTF-8", FORM + "; charset=UTF-8", form));
        all.add(of("a form in another charset", FORM + ";charset=windows-1252", form));
        all.add(of("a form of 65,536 bytes", FORM, form + "z=" + "1".repeat(65_536 - form.length() - 2)));
        all.add(of("a form of 65,537 bytes", FORM, form + "z=" + "1".repeat(65_537 - form.length() - 2)));
        all.add(of("a form of 300,000 bytes", FORM, form + "z=" + "1".repeat(300_000)));
        all.add(of("JSON", "application/json", json));
        all.add(of("JSON in UTF-8", "application/json;charset=utf-8", json));
        all.add(of("JSON of 300,000 bytes", "application/json", json + " ".repeat(300_000)));
        all.add(of("no type", "", json));
        all.add(of("a text", "text/plain", "username=alice"));
        all.add(new SentBody("all bytes", "application/octet-stream", allBytes(), false));
        for (SentBody each : List.copyOf(all)) {
            all.add(each.inChunks());
        }
        return all;
    }

    private static byte[] allBytes() {
        byte[] all = new byte[1_024];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return all;
    }

    /** Sends it, to be read in one of the ways of {@link ReadingServlet}. */
    public HttpResponse<String> send(String method, String url, String way, Map<String, String> fields) {
        return send(method, url, way, fields, Duration.ofSeconds(30))
                .orElseThrow(() -> new IllegalStateException("no answer to " + method + ' ' + url + ", " + way));
    }

    /** Does the same; empty if there is no answer within {@code timeout}. */
    public Optional<HttpResponse<String>> send(
            String method, String url, String way, Map<String, String> fields, Duration timeout) {
        BodyPublisher publisher = chunked
                ? BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes))
                : BodyPublishers.ofByteArray(bytes);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(timeout)
                .header("X-Way", way)
                .method(method, publisher);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        fields.forEach(request::header);
        try {
            return Optional.of(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (HttpTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
