package dev.weir.gateway.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the built-in model says in one choice.
 *
 * @param words with the space before each
 * @param tokens of all words
 * @param isCut whether the cap has ended it
 */
record EchoWords(List<String> words, long tokens, boolean isCut) {

    private static final Pattern WORD = Pattern.compile("\\s*+\\S++|\\s++");
    /** Characters of a word, so that a text without spaces comes in parts too. */
    private static final int MOST = 32;

    static EchoWords of(String text, long cap, ToIntFunction<String> tokens) {
        List<String> words = new ArrayList<>();
        long used = 0;
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String rest = matcher.group();
            while (!rest.isEmpty()) {
                String word = rest.substring(0, end(rest, MOST));
                int cost = Math.max(1, tokens.applyAsInt(word));
                while (cost > cap - used && word.length() > 1) {
                    word = word.substring(0, end(word, word.length() - 1));
                    cost = Math.max(1, tokens.applyAsInt(word));
                }
                if (cost > cap - used) {
                    return new EchoWords(words, used, true);
                }
                words.add(word);
                used += cost;
                rest = rest.substring(word.length());
            }
        }
        return new EchoWords(words, used, false);
    }

    /** Where a part of {@code text} ends that has at most {@code most} characters and no half of a pair; 1 or more. */
    private static int end(String text, int most) {
        int end = Math.min(text.length(), most);
        return end > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    String finish() {
        return isCut ? "length" : "stop";
    }
}
