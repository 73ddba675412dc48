package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.metrics.PolicyTotals;
import dev.weir.store.grid.FakeGrid;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each of two instances knows of both. */
class MonitorTest extends TwoInstances {

    private static Statistics.State stateOf(MonitoredInstance asked, String id) {
        return asked.monitor.statistics().members().stream()
                .filter(each -> each.id().equals(id))
                .map(Statistics.Member::state)
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> idsOf(MonitoredInstance asked) {
        return asked.monitor.statistics().members().stream()
                .map(Statistics.Member::id)
                .collect(Collectors.toSet());
    }

    @Test
    void statistics_requestsAtBoth_sumUpAtBoth() {
        first.use("alice", 7);
        second.use("alice", 5);
        pass(1);
        PolicyTotals expected = totals(first);
        assertThat(expected.allowed()).isEqualTo(10);
        assertThat(expected.refused() + expected.blocked()).isEqualTo(2);
        assertThat(totals(second)).isEqualTo(expected);
        second.use("bob", 3);
        pass(2);
        assertThat(totals(first).allowed()).isEqualTo(13);
        assertThat(totals(second).allowed()).isEqualTo(13);
    }

    @Test
    void statistics_withoutMessages_agreeByTheDirectoryWithinSeconds() {
        firstGrid.board.passesHints = false;
        first.use("alice", 2);
        second.use("bob", 3);
        assertThat(totals(first).allowed()).as("others are not known yet").isEqualTo(2);
        pass(6);
        assertThat(totals(first).allowed()).isEqualTo(5);
        assertThat(totals(second).allowed()).isEqualTo(5);
    }

    @Test
    void statistics_nobodyAsks_costOneReadASecondAndOneReportAtTheStart() {
        pass(5);
        Map<String, String> atTheStart = Map.copyOf(firstGrid.board.reports);
        assertThat(atTheStart).containsOnlyKeys("/shop", "/shop|a", "/shop|b");
        int before = firstGrid.reportOperations + secondGrid.reportOperations;
        pass(100);
        assertThat(firstGrid.reportOperations + secondGrid.reportOperations - before)
                .isEqualTo(200);
        assertThat(firstGrid.board.reports).isEqualTo(atTheStart);
    }

    @Test
    void statistics_memberFrozenBeforeTheFirstQuestion_isSilentAsLongAsTheClusterListsIt() {
        pass(5);
        firstGrid.frozen = id -> id.startsWith(SHOP);
        secondGrid.onHint(hint -> {});
        assertThat(idsOf(first)).containsExactlyInAnyOrder("a", "b");
        passAtFirst(5);
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.SILENT);
        passAtFirst(90);
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.SILENT);
        members("one");
        assertThat(idsOf(first)).containsExactly("a");
    }

    @Test
    void statistics_withoutMessages_frozenBeforeTheFirstQuestionIsSilentToo() {
        firstGrid.board.passesHints = false;
        pass(5);
        firstGrid.frozen = id -> id.startsWith(SHOP);
        passAtFirst(5);
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.SILENT);
    }

    /** Of the first two nothing is in the cluster any more when the third starts. */
    @Test
    void statistics_instanceThatStartsLater_knowsThoseThatWereThere() {
        pass(100);
        firstGrid.board.reports.clear();
        FakeGrid thirdGrid = new FakeGrid(firstGrid);
        members("one", "two", "three");
        thirdGrid.roster = members("three", List.of("one", "two", "three"));
        MonitoredInstance third = new MonitoredInstance(thirdGrid, SHOP, "c");
        for (int i = 0; i < 5; i++) {
            pass(1);
            third.tick();
        }
        thirdGrid.frozen = id -> id.startsWith(SHOP);
        firstGrid.onHint(hint -> {});
        secondGrid.onHint(hint -> {});
        for (int i = 0; i < 6; i++) {
            var unused = third.monitor.statistics();
            clock.advance(Duration.ofSeconds(1));
            third.tick();
        }
        assertThat(stateOf(third, "a")).isEqualTo(Statistics.State.SILENT);
        assertThat(stateOf(third, "b")).isEqualTo(Statistics.State.SILENT);
    }

    @Test
    void statistics_instanceThatHasLeft_isNoneToOneThatStartsLater() {
        var unused = first.monitor.statistics();
        pass(3);
        second.monitor.close();
        FakeGrid thirdGrid = new FakeGrid(firstGrid);
        members("one", "two", "three");
        thirdGrid.roster = members("three", List.of("one", "two", "three"));
        MonitoredInstance third = new MonitoredInstance(thirdGrid, SHOP, "c");
        for (int i = 0; i < 7; i++) {
            unused = third.monitor.statistics();
            clock.advance(Duration.ofSeconds(1));
            first.tick();
            third.tick();
        }
        assertThat(idsOf(third)).containsExactlyInAnyOrder("a", "c", "two");
        assertThat(stateOf(third, "two")).isEqualTo(Statistics.State.UNKNOWN);
    }

    @Test
    void statistics_askedOnce_reportsEndAfterHalfAMinute() {
        var unused = first.monitor.statistics();
        pass(60);
        String last = firstGrid.board.reports.get("/shop|b");
        assertThat(last).isNotNull();
        pass(10);
        assertThat(firstGrid.board.reports.get("/shop|b")).isEqualTo(last);
    }

    @Test
    void statistics_askedAllTheTime_publishEveryTwoSecondsAndNoOftenerThanEverySecond() {
        var first2 = first.monitor.statistics();
        assertThat(first2).isNotNull();
        pass(3);
        int before = secondGrid.reportOperations;
        for (int i = 0; i < 20; i++) {
            var unused = first.monitor.statistics();
            pass(1);
        }
        assertThat(secondGrid.reportOperations - before)
                .as("a report and a look at the directory, in turn or at once, and now and then the other's report")
                .isBetween(20, 46);
    }

    @Test
    void statistics_otherNamespace_isNotCounted() {
        FakeGrid thirdGrid = new FakeGrid(firstGrid);
        thirdGrid.roster = secondGrid.roster;
        MonitoredInstance other = new MonitoredInstance(thirdGrid, "/other", "c");
        other.use("alice", 4);
        first.use("alice", 1);
        for (int i = 0; i < 5; i++) {
            var unused = other.monitor.statistics();
            var unusedToo = first.monitor.statistics();
            pass(1);
            other.tick();
        }
        assertThat(totals(first).allowed()).isEqualTo(1);
        assertThat(totals(other).allowed()).isEqualTo(4);
        assertThat(first.keys(KeyListing.Order.TOP)).containsExactly("u:alice");
        assertThat(idsOf(first)).doesNotContain("c");
    }

    @Test
    void statistics_otherNamespaceInTheEntryOfAnother_isNotRead() {
        var unused = first.monitor.statistics();
        pass(3);
        // it learns by its next look alone what the second publishes now
        firstGrid.onHint(hint -> {});
        second.use("alice", 9);
        clock.advance(Duration.ofSeconds(2));
        second.tick();
        String text = firstGrid.board.reports.get("/shop|b");
        firstGrid.board.reports.put("/shop|b", text.replace("5,/shop", "5,/shxp"));
        first.tick();
        assertThat(totals(first)).isEqualTo(PolicyTotals.NONE);
        firstGrid.board.reports.put("/shop|b", text);
        clock.advance(Duration.ofSeconds(2));
        first.tick();
        assertThat(totals(first).allowed()).isEqualTo(9);
    }

    @Test
    void statistics_otherApplicationAsks_publishesNothing() {
        FakeGrid thirdGrid = new FakeGrid(firstGrid);
        thirdGrid.roster = secondGrid.roster;
        MonitoredInstance other = new MonitoredInstance(thirdGrid, "/other", "c");
        pass(2);
        String atTheStart = firstGrid.board.reports.get("/shop|a");
        for (int i = 0; i < 5; i++) {
            var unused = other.monitor.statistics();
            pass(1);
            other.tick();
        }
        assertThat(firstGrid.board.reports.get("/shop|a")).isEqualTo(atTheStart);
        assertThat(firstGrid.board.reports).containsKeys("/other", "/other|c");
    }

    @Test
    void statistics_reportOfALaterVersion_isIgnored() {
        var unused = first.monitor.statistics();
        pass(3);
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.ACTIVE);
        firstGrid.board.reports.put("/shop|b", "2|what later versions say");
        clock.advance(Duration.ofSeconds(2));
        first.tick();
        assertThat(totals(first)).isEqualTo(PolicyTotals.NONE);
        assertThat(first.log.lines()).isEmpty();
    }

    @Test
    void statistics_memberFrozen_isSilentWithinFiveSecondsAndItsCountsStay() {
        second.use("alice", 4);
        var unused = first.monitor.statistics();
        pass(3);
        assertThat(totals(first).allowed()).isEqualTo(4);
        // its entries are silent, too, and it hears nothing
        firstGrid.frozen = id -> id.equals("/shop|b");
        secondGrid.onHint(hint -> {});
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.tick();
        }
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.SILENT);
        assertThat(totals(first).allowed()).isEqualTo(4);
        firstGrid.thaw();
        pass(3);
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.ACTIVE);
    }

    @Test
    void statistics_entriesOfAHealthyInstanceAreSilent_itIsNot() {
        var unused = first.monitor.statistics();
        pass(3);
        firstGrid.frozen = id -> id.startsWith(SHOP);
        secondGrid.frozen = id -> id.startsWith(SHOP);
        for (int i = 0; i < 8; i++) {
            pass(1);
            assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.ACTIVE);
        }
    }

    @Test
    void statistics_instanceLeft_itsCountsStayAndItIsListedNoMore() {
        second.use("alice", 4);
        pass(2);
        second.monitor.close();
        members("one");
        clock.advance(Duration.ofSeconds(3));
        first.tick();
        assertThat(totals(first).allowed()).as("though nobody had asked before").isEqualTo(4);
        assertThat(idsOf(first)).containsExactly("a");
        clock.advance(Duration.ofMinutes(10));
        first.tick();
        first.use("bob", 1);
        assertThat(totals(first).allowed()).isEqualTo(5);
    }

    @Test
    void statistics_instanceDied_keepsWhatItReportedLast() {
        second.use("alice", 4);
        var unused = first.monitor.statistics();
        pass(3);
        secondGrid.onHint(hint -> {});
        members("one", "three");
        FakeGrid thirdGrid = new FakeGrid(firstGrid);
        thirdGrid.roster = members("three", List.of("one", "three"));
        MonitoredInstance third = new MonitoredInstance(thirdGrid, SHOP, "b2");
        third.use("carol", 2);
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.tick();
            third.tick();
        }
        assertThat(totals(first).allowed()).isEqualTo(6);
        assertThat(idsOf(first)).doesNotContain("b");
    }

    @Test
    void statistics_memberWithoutTheApplication_isListedAsSuch() {
        members("one", "two", "three");
        var unused = first.monitor.statistics();
        pass(6);
        assertThat(stateOf(first, "three")).isEqualTo(Statistics.State.UNKNOWN);
        assertThat(stateOf(first, "a")).isEqualTo(Statistics.State.ACTIVE);
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.ACTIVE);
        assertThat(idsOf(first)).containsExactlyInAnyOrder("a", "b", "three");
    }

    @Test
    void statistics_firstQuestionWhileTheOtherIsAsked_isNotOlderThanASecond() {
        for (int i = 0; i < 4; i++) {
            var unused = first.monitor.statistics();
            pass(1);
        }
        first.use("alice", 4);
        clock.advance(Duration.ofSeconds(1));
        assertThat(totals(second).allowed()).as("nothing has ticked since").isEqualTo(4);
    }

    @Test
    void statistics_firstQuestionAMomentAfterTheOtherHasPublished_readsThat() {
        first.use("alice", 4);
        assertThat(totals(first).allowed()).isEqualTo(4);
        first.tick();
        clock.advance(Duration.ofMillis(300));
        long waits = waits();
        assertThat(totals(second).allowed()).isEqualTo(4);
        assertThat(waits()).isEqualTo(waits);
    }

    /** How often this thread has waited so far. */
    private static long waits() {
        return ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().getId())
                .getWaitedCount();
    }

    @Test
    void statistics_reportsHaveExpired_firstQuestionIsAnsweredAtOnce() {
        var unused = first.monitor.statistics();
        pass(3);
        clock.advance(Duration.ofSeconds(90));
        firstGrid.board.reports.clear();
        second.use("alice", 6);
        assertThat(totals(first).allowed()).isEqualTo(6);
        assertThat(firstGrid.board.reports).containsKey("/shop|b");
    }

    @Test
    void statistics_reportIsRead_notOnTheThreadOfTheGrid() {
        var unused = first.monitor.statistics();
        pass(3);
        first.scheduler.holds = true;
        second.use("alice", 6);
        clock.advance(Duration.ofSeconds(2));
        second.tick();
        assertThat(totals(first).allowed()).isZero();
        assertThat(first.scheduler.runLater()).isTrue();
        first.scheduler.holds = false;
        assertThat(totals(first).allowed()).isEqualTo(6);
    }

    @Test
    void statistics_instanceEndsThatCannotWrite_saysThatItHasLeft() {
        second.use("alice", 4);
        var unused = first.monitor.statistics();
        pass(3);
        secondGrid.behaviour = FakeGrid.Behaviour.FAILING;
        second.monitor.close();
        clock.advance(Duration.ofSeconds(6));
        first.tick();
        assertThat(idsOf(first)).containsExactlyInAnyOrder("a", "two");
        assertThat(stateOf(first, "two")).isEqualTo(Statistics.State.UNKNOWN);
        assertThat(totals(first).allowed()).isEqualTo(4);
    }

    @Test
    void statistics_anotherStartsOnItsMember_isGoneAndItsCountsStay() {
        second.use("alice", 4);
        var unused = first.monitor.statistics();
        pass(3);
        // it was deployed anew, and its last message got lost
        secondGrid.onHint(hint -> {});
        passAtFirst(10);
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.SILENT);
        second = new MonitoredInstance(secondGrid, SHOP, "b2");
        second.use("bob", 2);
        pass(3);
        assertThat(idsOf(first)).containsExactlyInAnyOrder("a", "b2");
        assertThat(idsOf(second)).containsExactlyInAnyOrder("a", "b2");
        assertThat(totals(first).allowed()).isEqualTo(6);
    }

    /** A store that does not know its members by name. */
    @Test
    void statistics_membersUnknown_instanceThatSaysNothingForAMinuteIsGone() {
        members();
        second.use("alice", 4);
        var unused = first.monitor.statistics();
        pass(3);
        secondGrid.onHint(hint -> {});
        passAtFirst(55);
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.SILENT);
        passAtFirst(10);
        assertThat(idsOf(first)).containsExactly("a");
        assertThat(totals(first).allowed()).isEqualTo(4);
    }

    /** So many seconds pass, in which the first is asked. */
    private void passAtFirst(int seconds) {
        for (int i = 0; i < seconds; i++) {
            var unused = first.monitor.statistics();
            clock.advance(Duration.ofSeconds(1));
            first.tick();
        }
    }

    @Test
    void statistics_firstQuestionWhileTheOtherIsAsked_waitsForItsReport() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            var unused = first.monitor.statistics();
            pass(1);
        }
        first.use("alice", 4);
        clock.advance(Duration.ofSeconds(1));
        second.scheduler.holds = true;
        AtomicBoolean ends = new AtomicBoolean();
        Thread asks = Thread.currentThread();
        Thread background = new Thread(() -> {
            while (!ends.get()) {
                // what was read before it waits could be its first answer
                if (asks.getState() == Thread.State.TIMED_WAITING) {
                    second.scheduler.runLater();
                }
                Thread.onSpinWait();
            }
        });
        background.start();
        try {
            assertThat(totals(second).allowed()).isEqualTo(4);
        } finally {
            ends.set(true);
            background.join();
        }
    }
}
