package dev.weir.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A client of an application, with an address of its own that a proxy reports: what one test uses up, no other misses.
 * Immutable.
 */
public final class Visitor {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final String root;
    private final Map<String, String> fields;

    private Visitor(String root, Map<String, String> fields) {
        this.root = root;
        this.fields = fields;
    }

    /** Somebody new; {@code root} is the application's, whose server listens on the loopback interface alone. */
    public static Visitor of(URI root) {
        int address = ADDRESSES.incrementAndGet();
        String path = root.getPath().replaceAll("/$", "");
        return new Visitor("http://127.0.0.1:" + root.getPort() + path, Map.of())
                .from("198.18." + address / 256 + "." + address % 256);
    }

    /** The address that the proxy reports. */
    public String address() {
        return fields.getOrDefault("X-Forwarded-For", "");
    }

    /** The same from another address. */
    public Visitor from(String address) {
        return with("X-Forwarded-For", address);
    }

    /** The same, logged in by HTTP Basic. */
    public Visitor as(String user) {
        byte[] credentials = (user + ":" + user + "-secret").getBytes(StandardCharsets.UTF_8);
        return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    /** The same, with one more request field. */
    public Visitor with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Visitor(root, more);
    }

    /** Sends {@code GET}; the path stays as it is written. */
    public HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    /** The status of {@code GET}. */
    public int status(String path) {
        return get(path).statusCode();
    }

    /** The statuses of so many {@code GET}, one after the other. */
    public List<Integer> statuses(String path, int count) {
        return IntStream.range(0, count).map(i -> status(path)).boxed().toList();
    }

    /** Sends {@code GET}; the body is as it came. */
    public HttpResponse<byte[]> getBytes(String path) {
        return send("GET", path, BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> send(String method, String path) {
        return send(method, path, BodyHandlers.ofString());
    }

    /** Sends a body in UTF-8. */
    public HttpResponse<String> send(String method, String path, String sent) {
        return send(method, path, BodyPublishers.ofString(sent), BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(String method, String path, BodyHandler<T> body) {
        return send(method, path, BodyPublishers.noBody(), body);
    }

    private <T> HttpResponse<T> send(String method, String path, BodyPublisher sent, BodyHandler<T> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, sent);
        fields.forEach(request::header);
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A response's field; empty without it. */
    public static String field(HttpResponse<?> response, String name) {
        return String.join(", ", response.headers().allValues(name));
    }
}
