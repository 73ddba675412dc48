package dev.weir.gateway.budget;

import dev.weir.gateway.error.ApiError;
import java.util.Map;

/**
 * Why a request is refused. Immutable.
 *
 * @param fields of the answer, by their names: {@code x-ratelimit-*}, {@code retry-after}, {@code retry-after-ms},
 *     {@code x-should-retry}
 */
public record Refusal(ApiError error, Map<String, String> fields) {

    public Refusal {
        fields = Map.copyOf(fields);
    }
}
