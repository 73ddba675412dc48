package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserNameTest {

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, alice",
        "Alice@EXAMPLE.com, alice@example.com",
        "ZOË, zoë",
        "Zoe\u0308, zoë",
        "STRASSE, strasse",
        "Straße, strasse",
        "ΟΔΥΣΣΕΥΣ, οδυσσευσ",
        "Οδυσσευς, οδυσσευσ",
        "ＡＤＭＩＮ, admin",
        "ﬁona, fiona",
        "TITLE, title",
        "İnci, i\u0307nci",
        "ılgaz, ılgaz",
    })
    void fold_anySpelling_isOne(String name, String folded) {
        assertThat(UserName.fold(name)).isEqualTo(folded);
        Locale.setDefault(Locale.forLanguageTag("tr"));
        assertThat(UserName.fold(name)).as("in Turkey").isEqualTo(folded);
    }

    /** Whatever Unicode has: a name folded twice is the same, and so are its capitals. */
    @Test
    void fold_everyCharacter_isStableAndTheSameForItsCapital() {
        int[] wrong = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(Character::isDefined)
                .filter(each -> !isStable(Character.toString(each)))
                .toArray();
        assertThat(wrong).isEmpty();
    }

    private static boolean isStable(String letter) {
        String folded = UserName.fold(letter);
        boolean dotlessI = letter.equals("\u0131");
        return UserName.fold(folded).equals(folded)
                && UserName.fold(letter.toLowerCase(Locale.ROOT)).equals(folded)
                && (dotlessI || UserName.fold(letter.toUpperCase(Locale.ROOT)).equals(folded));
    }
}
