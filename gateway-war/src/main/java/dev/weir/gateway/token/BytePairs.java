package dev.weir.gateway.token;

import com.knuddels.jtokkit.api.Encoding;

/**
 * Counts by an encoding of byte pairs: exactly, but for words that are longer than any in a language. These cost the
 * encoding much time (1 MiB of words of 499 random letters: 4.7 s), so each byte of them is counted. What looks like a
 * special token is ordinary text. Safe for use by many threads.
 */
final class BytePairs implements Tokenizer {

    /** Characters in a row without a {@link Boundary} that are no words of a language. */
    static final int LONGEST_WORD = 256;
    /** The most characters that are encoded at once, if they can be split. */
    private static final int LARGEST_PART = 16 * LONGEST_WORD;

    private final Encoding encoding;

    BytePairs(Encoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public int count(String text) {
        if (text.length() <= LONGEST_WORD) {
            return encoded(text);
        }
        int tokens = 0;
        int begin = 0;
        while (begin < text.length()) {
            int end = Math.min(text.length(), begin + LARGEST_PART);
            end = end == text.length() ? end : Boundary.last(text, begin, end);
            if (end == begin) {
                end = next(text, begin + LARGEST_PART);
            }
            tokens += part(text, begin, end);
            begin = end;
        }
        return tokens;
    }

    /** A part with long words is split around them. */
    private int part(String text, int from, int to) {
        int tokens = 0;
        int begin = from;
        int word = from;
        while (word < to) {
            int end = Math.min(to, next(text, word + 1));
            if (end - word > LONGEST_WORD) {
                tokens += encoded(text.substring(begin, word)) + Bytes.of(text, word, end);
                begin = end;
            }
            word = end;
        }
        return tokens + encoded(text.substring(begin, to));
    }

    /** The first boundary at {@code at} or behind it; the end if there is none. */
    private static int next(String text, int at) {
        int next = at;
        while (next < text.length() && !Boundary.is(text, next)) {
            next++;
        }
        return Math.min(next, text.length());
    }

    private int encoded(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return encoding.countTokensOrdinary(wellFormed(text));
        } catch (RuntimeException e) {
            return Bytes.INSTANCE.count(text);
        }
    }

    /** With the replacement character for each half of a surrogate pair, which the encoding does not take. */
    private static String wellFormed(String text) {
        StringBuilder copy = null;
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (Character.isSurrogate(one)) {
                if (i + 1 < text.length() && Character.isSurrogatePair(one, text.charAt(i + 1))) {
                    i++;
                } else {
                    copy = copy == null ? new StringBuilder(text) : copy;
                    copy.setCharAt(i, '\ufffd');
                }
            }
        }
        return copy == null ? text : copy.toString();
    }
}
