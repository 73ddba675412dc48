package dev.weir.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;

/** One who administers the limits of an instance of the example by hand, as {@code curl} would. Immutable. */
record Operator(PayaraInstance instance, String name) {

    private static final String ADMIN = "ratelimit/";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static Operator of(PayaraInstance instance) {
        return new Operator(instance, "admin");
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** A change, as the console makes it. */
    HttpResponse<String> change(String method, String path, String body) {
        return send(request(path)
                .header("X-Ratelimit-Admin", "1")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        var text = (name + ":" + name + "-secret").getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(instance.baseUri().resolve(ADMIN + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(text));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first text that the member {@code name} has in {@code json}. */
    static String text(String json, String name) {
        var match = Pattern.compile('"' + name + "\":\"([^\"]*)\"").matcher(json);
        if (!match.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return match.group(1);
    }

    /** What {@code statistics} says of one policy, as JSON. */
    String statistics(String policy) {
        var json = get("statistics").body();
        var match = Pattern.compile("\\{\"name\":\"" + policy + "\"[^}]*}").matcher(json);
        return match.find() ? match.group() : "";
    }
}
