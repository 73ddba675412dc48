package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.monitor.count.KeyCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyListingsTest {

    private final KeyListings listings = new KeyListings();
    private List<KeyListing.Entry> list = entries(250);

    private static List<KeyListing.Entry> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> entry("u:" + i, count - i))
                .toList();
    }

    private static KeyListing.Entry entry(String key, long count) {
        return new KeyListing.Entry(
                "api",
                new KeyCount(key, count, 0, 0, OptionalLong.empty(), 0, 0, 0),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    private KeyListing page(Optional<String> cursor) {
        return listings.page(() -> list, 100, cursor, "a");
    }

    private static List<String> keys(KeyListing page) {
        return page.keys().stream().map(each -> each.used().key()).toList();
    }

    @Test
    void page_orderChangesMeanwhile_hasEachKeyOnce() {
        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            KeyListing page = page(cursor);
            assertThat(page.total()).isEqualTo(250);
            seen.addAll(keys(page));
            cursor = page.cursor();
            List<KeyListing.Entry> shuffled = new ArrayList<>(list);
            Collections.shuffle(shuffled, new Random(1));
            list = shuffled;
        } while (cursor.isPresent());
        assertThat(seen).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void page_cursorOfAnotherInstance_goesOnAtItsPlace() {
        String cursor = page(Optional.empty()).cursor().orElseThrow();
        assertThat(cursor).doesNotContain("u:");
        KeyListing page = new KeyListings().page(() -> list, 100, Optional.of(cursor), "b");
        assertThat(keys(page)).startsWith("u:100").endsWith("u:199");
    }

    @Test
    void page_cursorOfAListThatIsNotKept_goesOnInAPresentOne() {
        String cursor = page(Optional.empty()).cursor().orElseThrow();
        for (int i = 0; i < 10; i++) {
            KeyListing unused = page(Optional.empty());
        }
        assertThat(keys(page(Optional.of(cursor)))).startsWith("u:100");
    }

    @Test
    void page_textThatIsNoCursor_beginsAtTheBeginning() {
        for (String text : List.of("", "x", "a.1", "a.x.1", "a.1.-5", "a.1.2.3", "a.99.999999", "a.99.2147483647")) {
            assertThat(keys(page(Optional.of(text)))).as(text).isSubsetOf(keys(page(Optional.empty())));
        }
    }

    @Test
    void page_limitOutOfRange_isBroughtIntoIt() {
        assertThat(listings.page(() -> list, 0, Optional.empty(), "a").keys()).hasSize(1);
        list = entries(20_000);
        KeyListing page = listings.page(() -> list, 5_000, Optional.empty(), "a");
        assertThat(page.keys()).hasSize(1_000);
        assertThat(page.total()).as("no more than are listed").isEqualTo(KeyListings.LONGEST);
    }

    @Test
    void page_twoInstancesInTurn_reachTheEndWithEachKeyOnce() {
        // nearly all keys are used equally, and blocks are not in the order of their counts at all
        List<KeyListing.Entry> tail = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            tail.add(entry("u:" + i, i % 7 == 0 ? 5 : 1));
        }
        list = tail;
        KeyListings other = new KeyListings();
        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int pages = 0;
        do {
            boolean isOther = pages % 2 == 1;
            KeyListing page = (isOther ? other : listings).page(() -> list, 100, cursor, isOther ? "b" : "a");
            seen.addAll(keys(page));
            cursor = page.cursor();
            pages++;
        } while (cursor.isPresent() && pages < 100);
        assertThat(pages).isEqualTo(25);
        assertThat(seen).hasSize(2_500).doesNotHaveDuplicates();
    }
}
