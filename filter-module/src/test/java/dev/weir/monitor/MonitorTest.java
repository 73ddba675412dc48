package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.LimitOverride;
import dev.weir.MutableClock;
import dev.weir.health.Health;
import dev.weir.metrics.PolicyTotals;
import dev.weir.store.SharedReports;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances of one application, and what each knows of both. */
class MonitorTest {

    private static final String POLICY = MonitoredInstance.REPORTS.name();
    private static final String SHOP = "/shop";

    private final MutableClock clock = new MutableClock();
    private final FakeGrid firstGrid = new FakeGrid(clock);
    private final FakeGrid secondGrid = new FakeGrid(firstGrid);
    private MonitoredInstance first;
    private MonitoredInstance second;

    @BeforeEach
    void start() {
        firstGrid.board.instant = true;
        members("one", "two");
        first = new MonitoredInstance(firstGrid, SHOP, "a");
        second = new MonitoredInstance(secondGrid, SHOP, "b");
    }

    private void members(String... ids) {
        firstGrid.roster = members("one", List.of(ids));
        secondGrid.roster = members("two", List.of(ids));
    }

    private static List<SharedReports.Member> members(String self, List<String> ids) {
        return ids.stream()
                .map(id -> new SharedReports.Member(id, id + ":5701", id.equals(self)))
                .toList();
    }

    /** So many seconds pass at both. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.tick();
            second.tick();
        }
    }

    private static PolicyTotals totals(MonitoredInstance instance) {
        return instance.monitor.statistics().policies().getOrDefault(POLICY, PolicyTotals.NONE);
    }

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
    void statistics_nobodyAsks_costOneReadASecondAndNoReport() {
        pass(10);
        int before = firstGrid.reportOperations + secondGrid.reportOperations;
        pass(10);
        assertThat(firstGrid.reportOperations + secondGrid.reportOperations - before)
                .isEqualTo(20);
        assertThat(firstGrid.board.reports).isEmpty();
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
        for (int i = 0; i < 5; i++) {
            var unused = other.monitor.statistics();
            pass(1);
            other.tick();
        }
        assertThat(firstGrid.board.reports.keySet()).containsExactlyInAnyOrder("/other", "/other|c");
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
    void keys_top_areThoseOfBoth() {
        first.use("alice", 3);
        second.use("alice", 3);
        second.use("bob", 4);
        first.use("carol", 1);
        pass(1);
        assertThat(first.keys(KeyListing.Order.TOP)).containsExactly("u:alice", "u:bob", "u:carol");
        assertThat(second.keys(KeyListing.Order.TOP)).containsExactly("u:alice", "u:bob", "u:carol");
        assertThat(first.monitor.use(POLICY, "u:alice")).hasValueSatisfying(each -> {
            assertThat(each.count()).isEqualTo(6);
            assertThat(each.error()).isZero();
        });
        assertThat(first.keys(KeyListing.Order.REFUSED)).isEmpty();
    }

    @Test
    void keys_blockedAtOne_areBlockedAtBothUntilTheBlockIsOver() {
        second.use("mallory", 12);
        pass(1);
        KeyListing.Entry blocked = first.monitor
                .keys(Optional.of(POLICY), KeyListing.Order.BLOCKED, 10, Optional.empty())
                .keys()
                .get(0);
        assertThat(blocked.used().key()).isEqualTo("u:mallory");
        assertThat(blocked.blockedUntilMillis().orElseThrow()).isGreaterThan(clock.millis() + 800_000);
        assertThat(blocked.sinceMillis().orElseThrow()).isBetween(clock.millis() - 2_000, clock.millis());
        assertThat(blocked.why()).hasValue("limit exceeded: 10/1h");
        assertThat(blocked.used().refused()).isEqualTo(2);
        clock.advance(Duration.ofHours(1));
        pass(3);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).isEmpty();
        assertThat(second.keys(KeyListing.Order.BLOCKED)).isEmpty();
    }

    @Test
    void keys_unblockedAtTheOther_areNotBlockedAnyMore() {
        second.use("mallory", 12);
        second.use("eve", 12);
        pass(1);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).containsExactlyInAnyOrder("u:mallory", "u:eve");
        pass(2);
        first.reset("mallory");
        assertThat(first.keys(KeyListing.Order.BLOCKED)).as("at once").containsExactly("u:eve");
        pass(2);
        assertThat(second.keys(KeyListing.Order.BLOCKED)).containsExactly("u:eve");
        pass(70);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).containsExactly("u:eve");
        second.use("mallory", 12);
        pass(3);
        assertThat(first.keys(KeyListing.Order.BLOCKED))
                .as("blocked anew")
                .containsExactlyInAnyOrder("u:eve", "u:mallory");
    }

    @Test
    void keys_blockedByAnOperator_sayByWhomAndWhy() {
        Instant now = clock.instant();
        first.overrides.add(new LimitOverride(
                LimitOverride.Kind.BLOCK, POLICY, Optional.of("u:eve"), "", now, Optional.empty(), "admin", "abuse"));
        KeyListing.Entry blocked = first.monitor
                .keys(Optional.of(POLICY), KeyListing.Order.BLOCKED, 10, Optional.empty())
                .keys()
                .get(0);
        assertThat(blocked.why()).hasValue("by admin: abuse");
        assertThat(blocked.blockedUntilMillis()).hasValue(Long.MAX_VALUE);
        assertThat(blocked.sinceMillis()).hasValue(now.toEpochMilli());
    }

    @Test
    void keys_listing_asksTheGridForNothing() {
        first.use("alice", 3);
        var unused = first.monitor.statistics();
        pass(3);
        int before = firstGrid.operations;
        firstGrid.behaviour = FakeGrid.Behaviour.SILENT;
        clock.advance(Duration.ofSeconds(2));
        KeyListing page = first.monitor.keys(Optional.empty(), KeyListing.Order.TOP, 100, Optional.empty());
        assertThat(page.keys()).hasSize(1);
        assertThat(firstGrid.operations - before)
                .as("counters that are looked at")
                .isZero();
    }

    @Test
    void live_requestsAtBoth_areInBucketsOnceEach() {
        var unused = first.monitor.statistics();
        pass(3);
        long after = first.monitor.live(0).sequence();
        first.use("alice", 3);
        second.use("bob", 5);
        pass(8);
        LiveView view = first.monitor.live(after);
        assertThat(view.buckets()).hasSize(8);
        assertThat(view.buckets().stream()
                        .map(each -> each.policies().getOrDefault(POLICY, PolicyTotals.NONE))
                        .mapToLong(PolicyTotals::allowed)
                        .sum())
                .isEqualTo(8);
        assertThat(view.minutes()).isEmpty();
        assertThat(first.monitor.live(view.sequence()).buckets()).isEmpty();
        pass(1);
        assertThat(first.monitor.live(view.sequence()).buckets()).hasSize(1);
    }

    @Test
    void live_whatChanges_isAnEvent() {
        var unused = first.monitor.statistics();
        pass(7);
        long after = first.monitor.live(0).sequence();
        first.use("mallory", 12);
        first.mode = Health.Mode.LOCAL;
        first.overrides.add(new LimitOverride(
                LimitOverride.Kind.LIMIT,
                POLICY,
                Optional.empty(),
                "20/1h",
                clock.instant(),
                Optional.empty(),
                "admin",
                "sale"));
        pass(1);
        first.overrides.clear();
        second.monitor.close();
        members("one");
        clock.advance(Duration.ofSeconds(1));
        first.tick();
        assertThat(first.monitor.live(after).events())
                .extracting(each -> each.event() + ": " + each.text())
                .containsExactly(
                        "blocked: limit exceeded: 10/1h",
                        "mode: now local",
                        "override: set: limit 20/1h by admin",
                        "override: ended: limit 20/1h by admin",
                        "member: b is gone");
    }

    private static List<String> memberEvents(MonitoredInstance asked) {
        return asked.monitor.live(0).events().stream()
                .filter(each -> each.event().equals("member"))
                .map(LiveView.Event::text)
                .toList();
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
        long began = System.nanoTime();
        assertThat(totals(second).allowed()).isEqualTo(4);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(150));
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
    void statistics_instanceSaysNothingForAMinuteThoughAsked_isGoneAndItsCountsStay() {
        second.use("alice", 4);
        var unused = first.monitor.statistics();
        pass(3);
        // it was deployed anew, and its last message got lost
        secondGrid.onHint(hint -> {});
        passAtFirst(55);
        assertThat(stateOf(first, "b")).isEqualTo(Statistics.State.SILENT);
        passAtFirst(10);
        assertThat(idsOf(first)).containsExactlyInAnyOrder("a", "two");
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
        Thread background = new Thread(() -> {
            while (!ends.get()) {
                second.scheduler.runLater();
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

    @Test
    void keys_unblockedInTheSecondOfTheBlock_areNotBlocked() {
        first.use("mallory", 12);
        first.reset("mallory");
        second.use("eve", 12);
        first.reset("eve");
        pass(3);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).isEmpty();
        assertThat(second.keys(KeyListing.Order.BLOCKED)).isEmpty();
    }

    @Test
    void keys_unblockedWhileTheClusterFails_areBlockedUntilItSaysOtherwise() {
        first.use("mallory", 12);
        pass(2);
        firstGrid.behaviour = FakeGrid.Behaviour.FAILING;
        first.reset("mallory");
        assertThat(first.keys(KeyListing.Order.BLOCKED)).containsExactly("u:mallory");
        firstGrid.thaw();
        second.reset("mallory");
        pass(12);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).isEmpty();
    }

    @Test
    void live_nobodyAsksForAWhile_noMemberSeemsToCome() {
        for (int i = 0; i < 3; i++) {
            var unused = first.monitor.statistics();
            pass(20);
            pass(180);
        }
        var unused = first.monitor.statistics();
        pass(10);
        assertThat(memberEvents(first)).isEmpty();
        members("one");
        second.monitor.close();
        first.tick();
        assertThat(memberEvents(first)).containsExactly("b is gone");
    }

    @Test
    void live_manyBlocksInASecond_areAHundredEventsAndOneForTheRest() {
        long before = clock.millis();
        for (int i = 0; i < 150; i++) {
            first.use("mallory" + i, 11);
        }
        pass(1);
        LiveView view = first.monitor.live(0);
        assertThat(view.events()).hasSize(DecisionCounts.MOST_EVENTS + 1);
        assertThat(view.events().get(DecisionCounts.MOST_EVENTS).text()).isEqualTo("and 50 more");
        assertThat(view.sequence()).isLessThan(before + 1_200);
        first.use("eve", 11);
        pass(1);
        assertThat(first.monitor.live(view.sequence()).events()).hasSize(1);
    }

    @Test
    void live_instanceLeaves_whatItDidLastIsThere() {
        var unused = first.monitor.statistics();
        pass(3);
        long after = first.monitor.live(0).sequence();
        second.use("bob", 5);
        second.monitor.close();
        members("one");
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.tick();
        }
        assertThat(first.monitor.live(after).buckets().stream()
                        .map(each -> each.policies().getOrDefault(POLICY, PolicyTotals.NONE))
                        .mapToLong(PolicyTotals::allowed)
                        .sum())
                .isEqualTo(5);
    }
}
