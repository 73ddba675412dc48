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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Somebody with an address of their own, who asks instances that trust the proxy this test pretends to be. Immutable.
 */
record Visitor(String address, Optional<String> credentials) {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Pattern REMAINING = Pattern.compile("r=(\\d+)");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
            .build();

    /** One that nobody else is: the address of a test network, 198.18.0.0/15. */
    static Visitor numbered(int number) {
        return at("198." + (18 + (number >> 16)) + "." + (number >> 8 & 255) + "." + (number & 255));
    }

    static Visitor at(String address) {
        return new Visitor(address, Optional.empty());
    }

    Visitor as(String user, String password) {
        var text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Visitor(address, Optional.of("Basic " + Base64.getEncoder().encodeToString(text)));
    }

    /** What an instance said, and after how long. */
    record Reply(HttpResponse<String> response, long millis) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        Optional<String> field(String name) {
            return response.headers().firstValue(name);
        }

        OptionalLong retryAfter() {
            return response.headers().firstValueAsLong("Retry-After");
        }

        /** The permits that are left, as the first item of the field {@code RateLimit} says. */
        int remaining() {
            var field = field("RateLimit").orElseThrow();
            var match = REMAINING.matcher(field);
            if (!match.find()) {
                throw new IllegalStateException("no r in RateLimit: " + field);
            }
            return Integer.parseInt(match.group(1));
        }
    }

    Reply get(PayaraInstance instance, String path) {
        return send(request(instance, path));
    }

    Reply post(PayaraInstance instance, String path) {
        return send(request(instance, path).POST(BodyPublishers.noBody()));
    }

    Reply login(PayaraInstance instance, String user, String password) {
        return send(request(instance, "api/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + user + "&password=" + password)));
    }

    private HttpRequest.Builder request(PayaraInstance instance, String path) {
        var request = HttpRequest.newBuilder(instance.baseUri().resolve(path))
                .timeout(LONGEST)
                .header("X-Forwarded-For", address);
        credentials.ifPresent(text -> request.header("Authorization", text));
        return request;
    }

    private static Reply send(HttpRequest.Builder request) {
        var start = System.nanoTime();
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Reply(response, (System.nanoTime() - start) / 1_000_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
