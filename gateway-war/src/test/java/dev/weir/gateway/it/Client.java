package dev.weir.gateway.it;

import dev.weir.gateway.server.ApiKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A caller, who sends to the first gateway or the second. Thread-safe. */
record Client(HttpClient http, List<URI> gateways, ApiKey key) {

    /** Four words: with the template 8 tokens. */
    static final String PROMPT = "one two three four";

    static final int PROMPT_TOKENS = 8;

    /** What each answer to a caller has. */
    static final String[] BUDGET = {
        "x-ratelimit-limit-tokens",
        "x-ratelimit-remaining-tokens",
        "x-ratelimit-reset-tokens",
        "x-ratelimit-limit-requests",
        "x-ratelimit-remaining-requests",
        "x-ratelimit-reset-requests"
    };

    private static final Pattern USAGE = Pattern.compile(
            "\"model\":\"(\\w+)\",\"type\":\"tokens\",\"limit\":(\\d+),\"window\":\"(\\S+?)\",\"used\":(\\d+),\"held\":(\\d+),"
                    + "\"remaining\":(\\d+)");

    /** A row of {@code GET /v1/usage}. */
    record Row(long limit, long used, long held, long remaining) {}

    /** The body of a chat. {@code script} says how the server answers; {@code more} begins with a comma. */
    static String chat(String model, String script, String more) {
        return "{\"model\":\"" + model + "\",\"user\":\"" + script
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]" + more + '}';
    }

    HttpRequest.Builder request(int gateway, String path) {
        return HttpRequest.newBuilder(gateways.get(gateway).resolve(path))
                .header("Authorization", key.authorization())
                .timeout(Duration.ofSeconds(60));
    }

    HttpRequest post(int gateway, String body) {
        return request(gateway, "v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> send(int gateway, String body) {
        return sendAsync(gateway, body).join();
    }

    CompletableFuture<HttpResponse<String>> sendAsync(int gateway, String body) {
        return http.sendAsync(post(gateway, body), BodyHandlers.ofString());
    }

    String get(int gateway, String path) {
        try {
            return http.send(request(gateway, path).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the limit of tokens in a minute says of this caller, for {@code model}. */
    Row usage(int gateway, String model) {
        String usage = get(gateway, "v1/usage");
        for (Matcher row = USAGE.matcher(usage); row.find(); ) {
            if (row.group(1).equals(model)) {
                return new Row(
                        Long.parseLong(row.group(2)),
                        Long.parseLong(row.group(4)),
                        Long.parseLong(row.group(5)),
                        Long.parseLong(row.group(6)));
            }
        }
        throw new IllegalStateException("no row of " + model + " in " + usage);
    }

    static long field(HttpResponse<?> answer, String name) {
        return Long.parseLong(answer.headers().firstValue(name).orElseThrow());
    }
}
