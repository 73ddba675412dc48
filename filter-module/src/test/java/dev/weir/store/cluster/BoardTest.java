package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.store.cluster.Board.Posting;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoardTest {

    private static final long NOW = 1_763_690_000_000L;

    @Test
    void encode_isReadable() {
        Notice notice = new Notice(7L << 32 | 1, Notice.Kind.RESET, "/shop|login|4:203.0.113.9");
        assertThat(Board.EMPTY.with(List.of(notice), NOW).encode())
                .isEqualTo("1|1|r1763690000000,30064771073,25,/shop|login|4:203.0.113.9");
    }

    @ParameterizedTest
    @EnumSource(Notice.Kind.class)
    void decode_encoded_isEqual(Notice.Kind kind) {
        Board board = Board.EMPTY.with(List.of(new Notice(1, kind, "a"), new Notice(2, kind, "b")), NOW);
        assertThat(Board.decode(board.encode())).contains(board);
        assertThat(Board.decode(Board.EMPTY.encode())).contains(Board.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "|", "a,1,2,3|", "r1,2,3,x", "5", "\n\u0000", "\u00e9\ud83d\ude00", "1|2|"})
    void decode_textsWithAnyCharacters_areEqual(String text) {
        List<Notice> notices = List.of(notice(1, text), notice(2, "between"), notice(-3, text + text));
        Board board = Board.EMPTY.with(notices, NOW);
        assertThat(Board.decode(board.encode())).contains(board);
        String alone = new Posting(NOW, notices.get(0)).encode();
        assertThat(Posting.decode(alone)).contains(notices.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1|",
                "1|1",
                "2|0|",
                "1|x|",
                "1|1|r",
                "1|1|r1",
                "1|1|r1,2",
                "1|1|r1,2,3",
                "1|1|r1,2,3,ab",
                "1|1|r1,2,-1,ab",
                "1|1|r1,2,x,ab",
                "1|1|rx,2,2,ab",
                "1|1|r1,x,2,ab",
                "1|1|r1,2,2,abc",
                "1|1|r1,2,99999999999,ab",
            })
    void decode_foreignText_isAbsent(String text) {
        assertThat(Board.decode(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "r", "r1,2,3", "r1,2,2,abr1,3,2,cd", "r1,2,x,ab"})
    void decodePosting_notOneNotice_isAbsent(String text) {
        assertThat(Posting.decode(text)).isEmpty();
    }

    @Test
    void with_kindOfALaterVersion_isKept() {
        Board board = Board.decode("1|5|z" + NOW + ",9,2,ab").orElseThrow();
        assertThat(board.since(4)).containsExactly(new Notice(9, Notice.Kind.UNKNOWN, "ab"));
        assertThat(board.with(List.of(notice(10, "cd")), NOW).encode())
                .isEqualTo("1|6|z" + NOW + ",9,2,abr" + NOW + ",10,2,cd");
    }

    @Test
    void with_noticeThatIsThere_isNotAddedAgain() {
        Board board = Board.EMPTY.with(List.of(notice(1, "a")), NOW);
        assertThat(board.with(List.of(notice(1, "a")), NOW + 1)).isEqualTo(board);
        assertThat(board.has(notice(1, "a"))).isTrue();
        assertThat(board.has(notice(2, "a"))).isFalse();
    }

    @Test
    void with_oldNotices_areRemovedAfterTenSeconds() {
        Board board = Board.EMPTY.with(List.of(notice(1, "a")), NOW).with(List.of(notice(2, "b")), NOW + 5_000);
        assertThat(board.with(List.of(), NOW + 10_000).postings()).hasSize(2);
        Board later = board.with(List.of(notice(3, "c")), NOW + 10_001);
        assertThat(later.postings()).extracting(Posting::notice).containsExactly(notice(2, "b"), notice(3, "c"));
        assertThat(later.total()).isEqualTo(3);
    }

    @Test
    void with_manyNotices_keepsTheNewestAndCountsAll() {
        List<Notice> many =
                IntStream.range(0, 100).mapToObj(i -> notice(i, "key " + i)).toList();
        Board board = Board.EMPTY.with(many, NOW);
        assertThat(board.postings()).extracting(Posting::notice).containsExactlyElementsOf(many.subList(36, 100));
        assertThat(board.total()).isEqualTo(100);
        assertThat(board.lacks(new Board(35, List.of())))
                .as("one is gone that was not seen")
                .isTrue();
        assertThat(board.lacks(new Board(36, List.of()))).isFalse();
    }

    @Test
    void since_someSeen_areTheOthers() {
        Board board = Board.EMPTY.with(List.of(notice(1, "a"), notice(2, "b"), notice(3, "c")), NOW);
        assertThat(board.since(0)).containsExactly(notice(1, "a"), notice(2, "b"), notice(3, "c"));
        assertThat(board.since(2)).containsExactly(notice(3, "c"));
        assertThat(board.since(3)).isEmpty();
        assertThat(board.since(9)).as("of a board that was another").isEmpty();
    }

    @Test
    void lacks_boardThatBeganAgain_isTrue() {
        Board board = Board.EMPTY.with(List.of(notice(1, "a")), NOW);
        assertThat(board.lacks(board)).isFalse();
        assertThat(board.lacks(Board.EMPTY)).isFalse();
        assertThat(board.lacks(new Board(2, List.of()))).isTrue();
    }

    @Test
    void lacks_boardThatLostAWriteAndGotAnother_isTrue() {
        Board lost = Board.EMPTY.with(List.of(notice(1, "a")), NOW);
        Board after = Board.EMPTY.with(List.of(notice(2, "b")), NOW);
        assertThat(after.lacks(lost)).isTrue();
        assertThat(lost.with(List.of(notice(2, "b")), NOW).lacks(lost)).isFalse();
    }

    @Test
    void newestMillis_isOfTheLastNotice() {
        assertThat(Board.EMPTY.newestMillis()).isZero();
        Board board = Board.EMPTY.with(List.of(notice(1, "a")), NOW).with(List.of(notice(2, "b")), NOW + 7);
        assertThat(board.newestMillis()).isEqualTo(NOW + 7);
    }

    @Test
    void origin_isTheHolder() {
        assertThat(new Notice(16_777_216L << 32 | 5, Notice.Kind.RECALL, "a").origin())
                .isEqualTo(16_777_216);
    }

    private static Notice notice(long id, String text) {
        return new Notice(id, Notice.Kind.RESET, text);
    }
}
