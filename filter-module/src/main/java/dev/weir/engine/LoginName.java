package dev.weir.engine;

import dev.weir.Key;
import java.util.Optional;

/**
 * A username that somebody tries to log in with, in the one spelling under which its attempts are counted. Whether
 * there is such a user is not known here. Immutable.
 *
 * @param folded trimmed, without characters that are not seen, in lower case and Unicode's form NFKC, 1 to 256
 *     characters
 */
public record LoginName(String folded) {

    /**
     * The name of all requests that do not say clearly whose login they are: whatever name the application reads there,
     * they have one counter. No folded name has a line feed.
     */
    public static final LoginName UNCLEAR = new LoginName("\n");

    private static final int LONGEST = 256;
    /** What is looked at of a text: a letter of NFKC can take several before. */
    private static final int LONGEST_TYPED = 1_024;

    /** The name that was {@code typed}; empty if it is blank. */
    public static Optional<LoginName> of(String typed) {
        if (typed.isBlank()) {
            return Optional.empty();
        }
        String folded = trimmed(UserName.fold(shortened(trimmed(visible(typed)), LONGEST_TYPED)));
        String name = trimmed(shortened(folded, LONGEST));
        return Optional.of(name.isEmpty() ? UNCLEAR : new LoginName(name));
    }

    /** The key of the name, wherever it is tried. */
    public Key key() {
        return Key.login(digest(""));
    }

    /** The key of the name at one address, where its user is known. */
    public Key keyAt(String address) {
        return Key.login(digest('\n' + address));
    }

    private String digest(String place) {
        return KeyCodec.DIGEST + Digests.sha256("l:" + folded + place);
    }

    /** Without control and format characters: applications and databases ignore some of them. */
    private static String visible(String typed) {
        StringBuilder visible = new StringBuilder(typed.length());
        typed.codePoints()
                .filter(each ->
                        Character.getType(each) != Character.FORMAT && Character.getType(each) != Character.CONTROL)
                .forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    /** Does not show the name: it is personal data. */
    @Override
    public String toString() {
        return "LoginName[]";
    }
}
