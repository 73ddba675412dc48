package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.SharedReports;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two instances tell each other besides what they always report. */
class MemberPartsTest {

    private static final String SHOP = "/shop";
    private static final String TOPIC = "diary";

    private final MutableClock clock = new MutableClock();
    private final FakeGrid firstGrid = new FakeGrid(clock);
    private final FakeGrid secondGrid = new FakeGrid(firstGrid);
    private MonitoredInstance first;
    private MonitoredInstance second;
    private String ofFirst = "one";
    private String ofSecond = "two";

    @BeforeEach
    void start() {
        firstGrid.board.instant = true;
        firstGrid.roster = members("one");
        secondGrid.roster = members("two");
        first = new MonitoredInstance(firstGrid, SHOP, "a");
        second = new MonitoredInstance(secondGrid, SHOP, "b");
        first.monitor.offer(TOPIC, (about, most) -> ofFirst + about);
        second.monitor.offer(TOPIC, (about, most) -> ofSecond + about);
    }

    private static List<SharedReports.Member> members(String self) {
        return List.of("one", "two").stream()
                .map(id -> new SharedReports.Member(id, id + ":5701", id.equals(self)))
                .toList();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.tick();
            second.tick();
        }
    }

    private static Optional<String> otherOf(MonitoredInstance asked, String name) {
        return asked.monitor.others(name).others().get(0).text();
    }

    @Test
    void others_firstQuestion_hasWhatTheOtherSaysAtOnce() {
        MemberParts asked = first.monitor.others(TOPIC);
        assertThat(asked.isComplete()).isTrue();
        assertThat(asked.self().id()).isEqualTo("a");
        assertThat(asked.others()).singleElement().satisfies(each -> {
            assertThat(each.member().id()).isEqualTo("b");
            assertThat(each.text()).hasValue("two");
        });
        assertThat(otherOf(second, TOPIC)).hasValue("one");
    }

    @Test
    void others_whileReportsAreExchangedAnyway_isThereAtOnceToo() {
        var unused = first.monitor.statistics();
        pass(3);
        unused = first.monitor.statistics();
        assertThat(otherOf(first, TOPIC + "/2026-11-30")).hasValue("two2026-11-30");
    }

    @Test
    void others_asked_followsWithinTwoSecondsAndEndsWhenNobodyAsks() {
        assertThat(otherOf(first, TOPIC)).hasValue("two");
        ofSecond = "new";
        pass(2);
        assertThat(otherOf(first, TOPIC)).hasValue("new");
        for (int i = 0; i < 40; i++) {
            var unused = first.monitor.statistics();
            pass(1);
        }
        assertThat(firstGrid.board.reports.get("/shop|b")).doesNotContain(TOPIC);
        assertThat(otherOf(first, TOPIC)).as("asked anew").hasValue("new");
    }

    @Test
    void others_instanceThatComesLater_isToldToo() {
        for (int i = 0; i < 3; i++) {
            assertThat(first.monitor.others(TOPIC).isComplete()).isTrue();
            pass(1);
        }
        secondGrid.onHint(hint -> {});
        second = new MonitoredInstance(secondGrid, SHOP, "b2");
        second.monitor.offer(TOPIC, (about, most) -> "late");
        for (int i = 0; i < 8; i++) {
            var unused = first.monitor.others(TOPIC);
            pass(1);
        }
        assertThat(first.monitor.others(TOPIC).others())
                .filteredOn(each -> each.member().id().equals("b2"))
                .singleElement()
                .satisfies(each -> assertThat(each.text()).hasValue("late"));
    }

    @Test
    void others_gridSilentFromTheBeginning_saysThatTheMemberIsMissingWithoutWaitingLong() {
        firstGrid.behaviour = FakeGrid.Behaviour.SILENT;
        secondGrid.onHint(hint -> {});
        long began = System.nanoTime();
        MemberParts asked = first.monitor.others(TOPIC);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(asked.isComplete()).isFalse();
        assertThat(asked.others()).singleElement().satisfies(each -> {
            assertThat(each.member().id()).isEqualTo("two");
            assertThat(each.member().state()).isEqualTo(Statistics.State.UNKNOWN);
            assertThat(each.text()).isEmpty();
        });
    }

    @Test
    void others_silentLater_showsWhatItSaidLastAndThatItIsSilent() {
        assertThat(otherOf(first, TOPIC)).hasValue("two");
        firstGrid.behaviour = FakeGrid.Behaviour.SILENT;
        secondGrid.onHint(hint -> {});
        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.tick();
        }
        MemberParts asked = first.monitor.others(TOPIC);
        assertThat(asked.isComplete()).isFalse();
        assertThat(asked.others()).singleElement().satisfies(each -> {
            assertThat(each.text()).hasValue("two");
            assertThat(each.member().silent()).isTrue();
        });
    }

    /** An earlier version knows neither the message nor the part. */
    @Test
    void others_instanceOfAnEarlierVersion_isMissingAndItsReportIsRead() {
        second.use("alice", 4);
        var unused = first.monitor.others(TOPIC);
        pass(3);
        String text = firstGrid.board.reports.get("/shop|b");
        String earlier = text.substring(0, text.length() - "1,5,diary3,two".length());
        assertThat(text).isEqualTo(earlier + "1,5,diary3,two");
        firstGrid.onHint(hint -> {});
        secondGrid.onHint(hint -> {});
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(2));
            second.use("alice", 1);
            second.tick();
            String present = firstGrid.board.reports.get("/shop|b");
            firstGrid.board.reports.put("/shop|b", present.substring(0, present.length() - "1,5,diary3,two".length()));
            first.tick();
        }
        MemberParts asked = first.monitor.others(TOPIC);
        assertThat(asked.isComplete()).isFalse();
        assertThat(asked.others().get(0).text()).isEmpty();
        assertThat(asked.others().get(0).member().state()).isEqualTo(Statistics.State.ACTIVE);
        assertThat(first.monitor
                        .statistics()
                        .policies()
                        .get(MonitoredInstance.REPORTS.name())
                        .allowed())
                .isEqualTo(7);
    }

    @Test
    void others_topicThatTheOtherDoesNotHave_isPresentAndEmpty() {
        first.monitor.offer("more", (about, most) -> "x");
        MemberParts asked = first.monitor.others("more");
        assertThat(asked.isComplete()).isTrue();
        assertThat(asked.others().get(0).text()).hasValue("");
    }
}
