package dev.weir.gateway.budget;

import dev.weir.Decision;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells a client when to try again: {@code retry-after}, {@code retry-after-ms}, or {@code x-should-retry: false}. */
final class RetryFields {

    private RetryFields() {}

    /** Those of a refusal with {@code fields}. */
    static Map<String, String> with(Map<String, String> fields, Decision refusal) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        if (refusal.retryAfter().isEmpty()) {
            all.put("x-should-retry", "false");
        } else {
            all.putAll(of(refusal.retryAfter().get()));
        }
        return all;
    }

    /** Those of a wait, rounded up. */
    static Map<String, String> of(Duration wait) {
        long millis = Math.max(1, GoDuration.millisUp(wait));
        return Map.of("retry-after", Long.toString((millis + 999) / 1_000), "retry-after-ms", Long.toString(millis));
    }
}
