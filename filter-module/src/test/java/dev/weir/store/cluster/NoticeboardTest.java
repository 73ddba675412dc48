package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.grid.FakeGrid.Behaviour;
import dev.weir.store.grid.FakeNoticeboard;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What one instance announces, all others hear once. */
class NoticeboardTest {

    private static final String ENTRY = TwoNoticeboards.ENTRY;

    private final TwoNoticeboards two = new TwoNoticeboards();
    private final MutableClock clock = two.clock;
    private final FakeNoticeboard shared = two.shared;
    private final TwoNoticeboards.Instance first = two.first;
    private final TwoNoticeboards.Instance second = two.second;

    private void tick() {
        two.tick();
    }

    private void announceAll(int notices) {
        for (int i = 0; i < notices; i++) {
            first.board.released("key " + i);
        }
    }

    private Board board() {
        return two.board();
    }

    @Test
    void wasReset_withoutHints_isReadByTheOtherOnce() {
        shared.passesHints = false;
        tick();
        first.board.wasReset("alice");
        tick();
        assertThat(second.heard).isEqualTo(1);
        tick();
        assertThat(second.heard).isEqualTo(1);
        assertThat(first.heard).as("its own").isZero();
    }

    @Test
    void wasReset_withHints_isHeardAtOnceAndNotAgain() {
        tick();
        first.board.wasReset("alice");
        shared.deliver();
        assertThat(second.heard).isEqualTo(1);
        tick();
        tick();
        assertThat(second.heard).isEqualTo(1);
    }

    @Test
    void wasReset_beforeTheBoardWasRead_isWrittenThen() {
        shared.passesHints = false;
        first.board.wasReset("alice");
        assertThat(shared.entries).isEmpty();
        first.board.tick();
        assertThat(board().total()).isEqualTo(1);
    }

    @Test
    void released_isWrittenWithTheNextTick() {
        tick();
        shared.operations = 0;
        first.board.released("alice");
        assertThat(shared.operations).isZero();
        tick();
        tick();
        assertThat(second.heard).isEqualTo(1);
    }

    @Test
    void tick_writeThatTheGridLost_isMadeAgain() {
        shared.passesHints = false;
        tick();
        first.board.wasReset("alice");
        shared.entries.remove(ENTRY);
        tick();
        assertThat(second.heard).isEqualTo(1);
        tick();
        assertThat(board().total()).isEqualTo(1);
    }

    @Test
    void tick_writeThatTheGridReplacedByAnOlderText_isMadeAgain() {
        shared.passesHints = false;
        tick();
        second.board.wasReset("bob");
        tick();
        String older = shared.entries.get(ENTRY);
        first.board.wasReset("alice");
        shared.entries.put(ENTRY, older);
        tick();
        tick();
        assertThat(second.heard).isEqualTo(1);
        assertThat(board().total()).isEqualTo(2);
    }

    @Test
    void tick_counterWasResetOrReleased_saysWhichToThoseWhoRememberKeys() {
        shared.passesHints = false;
        tick();
        first.board.wasReset("alice");
        first.board.unblocked("bob");
        tick();
        tick();
        tick();
        assertThat(second.counters).containsExactly("alice", "bob");
        assertThat(first.counters).as("its own").isEmpty();
    }

    @Test
    void tick_boardThatBeganAgain_isTakenAsNewsOfEverything() {
        tick();
        for (int i = 0; i < 3; i++) {
            first.board.wasReset("alice");
        }
        tick();
        int before = second.heard;
        shared.entries.put(ENTRY, Board.EMPTY.encode());
        tick();
        assertThat(second.heard).isEqualTo(before + 1);
    }

    @Test
    void tick_answerToTheWriteIsLost_isWrittenOnce() {
        tick();
        first.own.behaviour = Behaviour.LOSING;
        first.board.wasReset("alice");
        first.own.behaviour = Behaviour.ANSWERING;
        tick();
        tick();
        assertThat(board().total()).isEqualTo(1);
        assertThat(first.heard).as("its own, which it reads as something new").isZero();
    }

    @Test
    void tick_gridThatFailed_isWrittenToLater() {
        shared.passesHints = false;
        tick();
        first.own.behaviour = Behaviour.FAILING;
        first.board.wasReset("alice");
        first.board.tick();
        assertThat(shared.entries).isEmpty();
        first.own.behaviour = Behaviour.ANSWERING;
        first.board.tick();
        second.board.tick();
        assertThat(second.heard).isEqualTo(1);
    }

    @Test
    void wasReset_bothAtOnce_areBothHeard() {
        shared.passesHints = false;
        tick();
        first.own.behaviour = Behaviour.SILENT;
        first.board.wasReset("alice");
        second.board.wasReset("bob");
        first.own.thaw();
        assertThat(board().total()).isEqualTo(2);
        tick();
        assertThat(first.heard).isEqualTo(1);
        assertThat(second.heard).isEqualTo(1);
    }

    @Test
    void released_asManyAsAreAnnouncedOneByOne_areAllHeard() {
        tick();
        announceAll(16);
        announceAll(16);
        tick();
        second.board.tick();
        assertThat(second.heard).as("to say it twice is to say it once").isEqualTo(16);
    }

    @Test
    void released_tooMany_becomeOneAboutAllRefusals() {
        tick();
        announceAll(17);
        tick();
        second.board.tick();
        assertThat(second.heard).isEqualTo(1);
        assertThat(board().postings())
                .extracting(posting -> posting.notice().kind())
                .containsExactly(Notice.Kind.RELEASE);
    }

    @Test
    void tick_moreThanTheBoardHolds_areHeardAsEverything() {
        tick();
        for (int i = 0; i < 5; i++) {
            announceAll(14);
            first.board.tick();
            first.board.tick();
        }
        assertThat(board().total()).isEqualTo(70);
        second.board.tick();
        assertThat(second.heard).isEqualTo(1);
    }

    @Test
    void tick_afterALongPause_hearsWhatWasRemovedAsEverything() {
        shared.passesHints = false;
        tick();
        first.board.wasReset("alice");
        first.board.tick();
        clock.advance(Duration.ofSeconds(20));
        first.board.wasReset("bob");
        assertThat(board().postings()).hasSize(1);
        second.board.tick();
        assertThat(second.heard).isEqualTo(1);
        second.board.tick();
        assertThat(second.heard).isEqualTo(1);
    }

    @Test
    void tick_firstReading_isNoNews() {
        shared.passesHints = false;
        first.board.tick();
        first.board.wasReset("alice");
        second.board.tick();
        assertThat(second.heard)
                .as("an instance that knows no counter has nothing to forget")
                .isZero();
    }

    @Test
    void tick_boardThatExpired_isNoNews() {
        first.board.wasReset("alice");
        tick();
        tick();
        clock.advance(Duration.ofMinutes(31));
        int before = second.heard;
        shared.entries.remove(ENTRY);
        tick();
        assertThat(second.heard).isEqualTo(before);
        assertThat(second.board.newsMillis()).isEqualTo(clock.millis() - 1_000);
    }

    @Test
    void tick_boardThatIsGoneTooEarly_isTakenAsNewsOfEverything() {
        first.board.wasReset("alice");
        tick();
        tick();
        clock.advance(Duration.ofMinutes(20));
        int before = second.heard;
        shared.entries.remove(ENTRY);
        tick();
        assertThat(second.heard).isEqualTo(before + 1);
    }

    @Test
    void tick_unreadableBoard_isNoNewsAndIsNotWrittenOver() {
        tick();
        long read = second.board.newsMillis();
        shared.entries.put(ENTRY, "2|of a later version");
        first.board.wasReset("alice");
        for (int i = 0; i < 3; i++) {
            tick();
        }
        assertThat(second.board.newsMillis()).isEqualTo(read);
        assertThat(shared.entries).containsEntry(ENTRY, "2|of a later version");
        assertThat(second.log.lines()).hasSize(1).first().asString().contains("noticeboard cannot be read");
        shared.entries.remove(ENTRY);
        tick();
        assertThat(second.board.newsMillis()).isGreaterThan(read);
        assertThat(board().total()).as("what was announced meanwhile").isEqualTo(1);
    }
}
