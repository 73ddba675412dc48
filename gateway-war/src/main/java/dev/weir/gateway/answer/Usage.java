package dev.weir.gateway.answer;

import dev.weir.gateway.upstream.JsonText;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an upstream says that a request has used; 0 or more each. */
public record Usage(long promptTokens, long completionTokens) {

    /** Larger numbers than any model has are no usage. */
    private static final long MOST = 1L << 40;

    /** The value of a field {@code usage}; empty if it has no number that can be charged. */
    static Optional<Usage> of(@Nullable JsonValue value) {
        if (!(value instanceof JsonObject usage)) {
            return Optional.empty();
        }
        Optional<Long> prompt = number(usage, "prompt_tokens");
        Optional<Long> completion = number(usage, "completion_tokens")
                .or(() ->
                        number(usage, "total_tokens").flatMap(total -> prompt.map(part -> Math.max(0, total - part))));
        return prompt.flatMap(p -> completion.map(c -> new Usage(p, c)));
    }

    /** The same of its text. */
    static Optional<Usage> of(String json) {
        return JsonText.object(json).flatMap(Usage::of);
    }

    private static Optional<Long> number(JsonObject usage, String name) {
        if (usage.get(name) instanceof JsonNumber number && number.isIntegral()) {
            long value = number.bigDecimalValue().precision() > 18 ? -1 : number.longValue();
            return value < 0 || value > MOST ? Optional.empty() : Optional.of(value);
        }
        return Optional.empty();
    }
}
