package dev.weir.engine;

import java.text.Normalizer;
import java.util.Locale;

/** One spelling for names that differ in case or in how Unicode writes them. Safe for use by many threads. */
public final class UserName {

    private static final String DOTLESS_I = "\u0131";

    private UserName() {}

    /**
     * The name in lower case and Unicode's form NFKC. Lower case is Unicode's full case folding, which no locale changes:
     * {@code STRASSE} and {@code Straße} are one name, so are all sigmas; {@code I} is {@code i}, and the Turkish dotless
     * {@code ı} a letter of its own.
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

    /** One character at a time: what a letter becomes does not depend on where it stands. The capital ẞ is lower first. */
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
