package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RosterTest {

    private static final String ALICE = "aaaaaaaaaaaa";
    private static final String BOB = "bbbbbbbbbbbb";
    private static final String CAROL = "cccccccccccc";

    @Test
    void with_entries_hasThemInTheirOrder() {
        Roster roster = Roster.EMPTY.with(BOB).with(ALICE);
        assertThat(roster.text()).isEqualTo("1|" + BOB + ALICE);
        assertThat(roster.size()).isEqualTo(2);
        assertThat(roster.has(ALICE)).isTrue();
        assertThat(roster.has(BOB)).isTrue();
        assertThat(roster.has(CAROL)).isFalse();
        assertThat(Roster.EMPTY.size()).isZero();
    }

    @Test
    void has_endOfOneEntryAndStartOfTheNext_isNoEntry() {
        Roster roster = Roster.EMPTY.with("aaaaaabbbbbb").with("ccccccdddddd");
        assertThat(roster.has("bbbbbbcccccc")).isFalse();
        assertThat(roster.with("bbbbbbcccccc").has("bbbbbbcccccc")).isTrue();
    }

    @Test
    void with_anotherRoster_hasAllOfBothOnce() {
        Roster first = Roster.EMPTY.with(ALICE).with(BOB);
        Roster second = Roster.EMPTY.with(BOB).with(CAROL);
        assertThat(first.with(second).text()).isEqualTo("1|" + ALICE + BOB + CAROL);
        assertThat(first.with(Roster.EMPTY).text()).isEqualTo(first.text());
        assertThat(Roster.EMPTY.with(first).text()).isEqualTo(first.text());
        assertThat(first.with(Roster.EMPTY.with(BOB).with(ALICE)).text()).isEqualTo(first.text());
    }

    @Test
    void read_text_isTheRoster() {
        Roster roster = Roster.EMPTY.with(ALICE).with(BOB);
        assertThat(Roster.read(roster.text()).orElseThrow().text()).isEqualTo(roster.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1|aaaaaaaaaaa", "2|aaaaaaaaaaaa", "1|3|1763690016000|0"})
    void read_textOfAnotherSchema_isNoRoster(String text) {
        assertThat(Roster.read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 86400000",
        "86399999, 0, 1",
        "86400000, 1, 86400000",
        "1763690000000, 20413, 79600000",
        "-1, -1, 1",
    })
    void day_ofMillis_endsAtMidnightOfUtc(long millis, long day, long left) {
        assertThat(Roster.day(millis)).isEqualTo(day);
        assertThat(Roster.millisToEndOfDay(millis)).isEqualTo(left);
    }
}
