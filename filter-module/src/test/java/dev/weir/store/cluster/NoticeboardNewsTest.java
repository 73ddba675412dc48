package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.grid.FakeGrid.Behaviour;
import dev.weir.store.grid.FakeNoticeboard;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the noticeboard costs, what an instance knows by it, and whether an instance was frozen. */
class NoticeboardNewsTest {

    private final TwoNoticeboards two = new TwoNoticeboards();
    private final MutableClock clock = two.clock;
    private final FakeNoticeboard shared = two.shared;
    private final TwoNoticeboards.Instance first = two.first;
    private final TwoNoticeboards.Instance second = two.second;

    private void tick() {
        two.tick();
    }

    @Test
    void tick_nothingToSay_costsOneRead() {
        for (int i = 0; i < 10; i++) {
            tick();
        }
        assertThat(shared.operations).isEqualTo(20);
        assertThat(shared.entries).isEmpty();
    }

    @Test
    void tick_afterAnAnnouncement_costsOneWriteMore() {
        tick();
        first.board.wasReset("alice");
        shared.operations = 0;
        for (int i = 0; i < 10; i++) {
            tick();
        }
        assertThat(shared.operations).isEqualTo(20);
    }

    @Test
    void newsMillis_answerThatComesLate_isWhenItWasAskedFor() {
        long asked = clock.millis();
        first.own.behaviour = Behaviour.SILENT;
        first.board.tick();
        clock.advance(Duration.ofMillis(700));
        assertThat(first.board.newsMillis()).isLessThan(asked);
        first.own.thaw();
        assertThat(first.board.newsMillis()).isEqualTo(asked);
    }

    @Test
    void newsMillis_answerThatIsOvertaken_isNoNews() {
        long asked = clock.millis();
        first.own.behaviour = Behaviour.SILENT;
        first.board.tick();
        clock.advance(Duration.ofSeconds(1));
        first.board.tick();
        first.own.answerOne();
        assertThat(first.board.newsMillis()).isLessThan(asked);
        first.own.answerOne();
        assertThat(first.board.newsMillis()).isEqualTo(asked + 1_000);
    }

    @Test
    void isAwake_withoutATickForThreeSeconds_onlyAfterTheBoardWasReadAgain() {
        tick();
        assertThat(first.board.isAwake(clock.millis())).isTrue();
        clock.advance(Duration.ofSeconds(3));
        assertThat(first.board.isAwake(clock.millis())).as("frozen").isFalse();
        first.own.behaviour = Behaviour.SILENT;
        first.board.tick();
        assertThat(first.board.isAwake(clock.millis()))
                .as("thawed, without news")
                .isFalse();
        first.own.thaw();
        assertThat(first.board.isAwake(clock.millis())).isTrue();
    }

    @Test
    void isAwake_clusterThatStaysSilentAfterAFreeze_twoSecondsLater() {
        clock.advance(Duration.ofSeconds(10));
        first.own.behaviour = Behaviour.SILENT;
        for (int second = 0; second < 2; second++) {
            tick();
            assertThat(first.board.isAwake(clock.millis())).isFalse();
        }
        tick();
        assertThat(first.board.isAwake(clock.millis())).isTrue();
    }

    @Test
    void wasReset_sameKeyManyTimes_isWrittenOnce() {
        first.own.behaviour = Behaviour.SILENT;
        for (int i = 0; i < 100; i++) {
            first.board.wasReset("alice");
        }
        first.own.thaw();
        tick();
        tick();
        assertThat(two.board().postings()).hasSize(1);
    }
}
