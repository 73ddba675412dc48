package dev.weir.gateway.token;

/**
 * Where a text can be split without a change in the number of its tokens. The encodings of byte pairs that are in use
 * split a text into words by a regular expression, from left to right, before they merge bytes; a word ends at each of
 * these places whatever comes before and after.
 */
final class Boundary {

    private Boundary() {}

    /**
     * Whether {@code text} can be split before the character at {@code at}: between what is no white space and a blank,
     * between a letter and what neither is a letter nor can belong to its word, and between a digit and no digit.
     *
     * @param at 1 or more
     */
    static boolean is(CharSequence text, int at) {
        char before = text.charAt(at - 1);
        char after = text.charAt(at);
        if (after == ' ') {
            return !isSpace(before);
        }
        if (Character.isSurrogate(before) || Character.isSurrogate(after)) {
            return false;
        }
        return Character.isLetter(before) ? endsWord(after) : isNumber(before) && !isNumber(after);
    }

    private static boolean isSpace(char one) {
        return Character.isWhitespace(one) || Character.isSpaceChar(one) || one == '\u0085';
    }

    private static boolean endsWord(char after) {
        return after != '\'' && after != '\u2019' && !Character.isLetter(after) && !isMark(after);
    }

    private static boolean isNumber(char one) {
        int type = Character.getType(one);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static boolean isMark(char one) {
        int type = Character.getType(one);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /** The last place in a part of {@code text} at which it can be split; {@code from} if there is none. */
    static int last(CharSequence text, int from, int to) {
        for (int at = to - 1; at > from; at--) {
            if (is(text, at)) {
                return at;
            }
        }
        return from;
    }
}
