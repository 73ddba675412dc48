package dev.weir.engine;

import java.text.Normalizer;
import java.util.Locale;

/** Folds names that differ in case or Unicode representation into one spelling. Safe for use by many threads. */
public final class UserName {

    private static final String DOTLESS_I = "\u0131";

    private UserName() {}

    /**
     * The name in lower case and Unicode's form NFKC. Lower case is Unicode's full case folding, which is independent
     * of the locale: {@code STRASSE} and {@code Straße} are one name, as are all sigmas; {@code I} is {@code i}, and
     * the Turkish dotless {@code ı} a letter of its own.
     */
    public static String fold(String name) {
        if (isAscii(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        StringBuilder folded = new StringBuilder(name.length());
        Normalizer.normalize(name, Normalizer.Form.NFKC)
                .codePoints()
                .forEach(each -> folded.append(foldOne(Character.toString(each))));
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /**
     * Folds one character at a time, so that the result does not depend on its position. The capital ẞ is converted
     * to lower case first.
     */
    private static String foldOne(String letter) {
        return letter.equals(DOTLESS_I)
                ? letter
                : letter.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
