package dev.weir.gateway.token;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what a stream has delivered while it runs. vLLM and its like send each token in a part of its own, so a part
 * is one token, unless it is longer than any token. A part with a text is never less. For use by one thread at a time.
 *
 * <pre>
 * delivered.add(0, "content", "Hel");
 * delivered.add(0, "content", "lo");
 * delivered.made(0); // 2
 * </pre>
 */
public final class DeliveredTokens {

    /** Bytes that a vocabulary has as one token: words of Cyrillic and Devanagari have more than 30. */
    private static final int LONGEST_TOKEN = 48;
    /** Tokens of one vocabulary that are one of another. */
    private static final int MOST_OF_ANOTHER = 8;

    private final Tokenizer tokenizer;
    private final boolean isExact;
    private final Map<Integer, Choice> choices = new HashMap<>();

    /**
     * Counts nothing yet.
     *
     * @param isExact whether {@code tokenizer} is that of the model: then the text itself is counted too
     */
    public DeliveredTokens(Tokenizer tokenizer, boolean isExact) {
        this.tokenizer = tokenizer;
        this.isExact = isExact;
    }

    /** Adds a part that has one text. */
    public void add(int choice, String field, String text) {
        add(choice, List.of(Map.entry(field, text)));
    }

    /**
     * Adds a part.
     *
     * @param choice the {@code index} of the completion
     * @param texts by the fields where they go on: {@code content}, {@code reasoning_content}, {@code refusal}, or the
     *     arguments of one of the tool calls; the texts of each are encoded apart, and one that stands in several
     *     fields counts once. They may be empty, which counts nothing, or end in half of a surrogate pair
     */
    public void add(int choice, List<Map.Entry<String, String>> texts) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : texts) {
            if (!each.getValue().isEmpty()) {
                fields.putIfAbsent(each.getValue(), each.getKey());
            }
        }
        if (!fields.isEmpty()) {
            choices.computeIfAbsent(choice, unused -> new Choice()).add(fields);
        }
    }

    /** The parts that had a text, of one completion: a model has made no fewer tokens than that. */
    public long parts(int choice) {
        Choice one = choices.get(choice);
        return one == null ? 0 : one.parts;
    }

    /** The tokens of one completion, as far as can be known; no fewer than its {@link #parts}. */
    public long made(int choice) {
        Choice one = choices.get(choice);
        return one == null ? 0 : one.made();
    }

    /**
     * Whether the text of a completion has more than {@code cap} tokens of its model, which is known only if the count
     * is exact.
     */
    public boolean isBeyond(int choice, long cap) {
        Choice one = choices.get(choice);
        return one != null && isExact && one.ofText() > cap;
    }

    /** A text that cannot be one token has the tokens that the tokenizer finds in it alone. */
    private long tokens(String text) {
        if (Bytes.INSTANCE.count(text) <= LONGEST_TOKEN) {
            return 1;
        }
        int count = tokenizer.count(text);
        return count <= MOST_OF_ANOTHER ? 1 : count;
    }

    private final class Choice {

        private final Map<String, Tail> tails = new HashMap<>();
        private long parts;
        private long made;

        /** @param fields by their texts */
        void add(Map<String, String> fields) {
            parts++;
            fields.forEach((text, field) -> {
                if (isExact) {
                    tails.computeIfAbsent(field, unused -> new Tail(tokenizer)).add(text);
                } else {
                    made += tokens(text);
                }
            });
        }

        long made() {
            return isExact ? Math.max(parts, ofText()) : made;
        }

        long ofText() {
            long tokens = 0;
            for (Tail tail : tails.values()) {
                tokens += tail.tokens();
            }
            return tokens;
        }
    }
}
