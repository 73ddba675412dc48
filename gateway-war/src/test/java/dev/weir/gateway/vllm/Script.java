package dev.weir.gateway.vllm;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How {@link FakeVllm} answers one request. The request says so in its field {@code user}, which no one counts:
 * {@code reply=50 every=10ms}.
 *
 * @param reply words that the model would say; each is a token
 * @param every the time between two words
 * @param first the time before the head of the answer
 * @param usage whether the answer says what it used, and how
 * @param beyondCap whether it goes on after the cap
 * @param breaks after so many words the connection ends, in the middle of the text
 * @param stalls after so many words nothing comes any more
 * @param status of an error in place of an answer
 * @param chunked whether the length of a whole answer is not said
 * @param padding bytes that each part of a stream is longer, besides its word
 */
record Script(
        int reply,
        Duration every,
        Duration first,
        UsageForm usage,
        boolean beyondCap,
        OptionalInt breaks,
        OptionalInt stalls,
        Optional<Integer> status,
        boolean chunked,
        int padding) {

    enum UsageForm {
        EXACT,
        NONE,
        ZERO
    }

    static Script of(String text) {
        Map<String, String> words = new HashMap<>();
        for (String word : text.split(" ")) {
            String[] parts = word.split("=", 2);
            words.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return new Script(
                Integer.parseInt(words.getOrDefault("reply", "20")),
                millis(words.get("every")),
                millis(words.get("first")),
                UsageForm.valueOf(words.getOrDefault("usage", "EXACT").toUpperCase(Locale.ROOT)),
                words.containsKey("over"),
                number(words.get("break")),
                number(words.get("stall")),
                Optional.ofNullable(words.get("status")).map(Integer::valueOf),
                words.containsKey("chunked"),
                number(words.get("padding")).orElse(0));
    }

    private static Duration millis(String text) {
        return text == null ? Duration.ZERO : Duration.ofMillis(Long.parseLong(text.replace("ms", "")));
    }

    private static OptionalInt number(String text) {
        return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }
}
