package dev.weir.gateway.token;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what a stream has delivered while it runs, in a bounded part of the text. Never fewer tokens than a model has
 * made for it: a part with a text is at least one token, however its texts would be encoded together. For use by one
 * thread at a time.
 *
 * <pre>
 * delivered.add(0, "content", "Hel");
 * delivered.add(0, "content", "lo");
 * delivered.tokens(); // 2
 * </pre>
 */
public final class DeliveredTokens {

    private static final int ASCII_END = 128;
    /** Characters of the longest token that is worth to be told from several. */
    private static final int LONGEST_PIECE = 20;
    /** A word with its space and a number after it. */
    private static final int MOST_OF_A_PIECE = 3;

    private final Tokenizer tokenizer;
    private final Map<Integer, Choice> choices = new HashMap<>();

    /** Counts nothing yet. */
    public DeliveredTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
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

    /** The tokens of all completions, 0 or more. */
    public long tokens() {
        long tokens = 0;
        for (Choice choice : choices.values()) {
            tokens += choice.tokens();
        }
        return tokens;
    }

    /** The tokens of one completion, 0 or more. */
    public long tokens(int choice) {
        Choice one = choices.get(choice);
        return one == null ? 0 : one.tokens();
    }

    /**
     * The parts that had a text, of one completion: a model has made no fewer tokens than that, whatever its encoding
     * is. {@link #tokens(int)} can be more than it has made if the tokenizer is not its own.
     */
    public long parts(int choice) {
        Choice one = choices.get(choice);
        return one == null ? 0 : one.parts;
    }

    /**
     * The tokens of one completion, as far as can be known: vLLM and its like send each token in a part of its own, so
     * these are the {@link #parts} while each of them can be one token. As soon as one cannot, it is
     * {@link #tokens(int)}.
     */
    public long made(int choice) {
        Choice one = choices.get(choice);
        return one == null ? 0 : one.single ? one.parts : one.tokens();
    }

    /** Whether a vocabulary can have {@code text} as one token: a piece of one word, of few tokens in another one. */
    private boolean canBeOne(String text) {
        boolean isWithinAWord =
                text.strip().chars().allMatch(each -> each < ASCII_END && !Character.isWhitespace(each));
        return isWithinAWord && text.length() <= LONGEST_PIECE && tokenizer.count(text) <= MOST_OF_A_PIECE;
    }

    private final class Choice {

        private final Map<String, Tail> tails = new HashMap<>();
        private long parts;
        /** Whether each part so far can be one token. */
        private boolean single = true;

        /** @param fields by their texts */
        void add(Map<String, String> fields) {
            parts++;
            single = single && fields.size() == 1;
            fields.forEach((text, field) -> {
                single = single && canBeOne(text);
                tails.computeIfAbsent(field, unused -> new Tail(tokenizer)).add(text);
            });
        }

        long tokens() {
            long tokens = 0;
            for (Tail tail : tails.values()) {
                tokens += tail.tokens();
            }
            return Math.max(parts, tokens);
        }
    }
}
