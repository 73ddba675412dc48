package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.Grid;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster parts and comes together again, and the grid goes on with what the other half counted. */
class SplitMergeTest extends SplitGrid {

    private static final Policy BLOCKING = StoreFixtures.blocking("100/1h", Duration.ofMinutes(10));

    @Test
    void merged_whatThisInstanceChargedWhileApart_isChargedAgain() {
        Map<String, String> others = part();
        use(7, POLICY);
        clock.advance(Duration.ofMinutes(5));
        merge(others);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(93);
    }

    @Test
    void merged_othersCountedToo_bothCount() {
        use(10, POLICY);
        clock.advance(Duration.ofSeconds(150));
        Map<String, String> others = part();
        use(7, POLICY);
        FakeGrid otherHalf = new FakeGrid(clock);
        otherHalf.entries.putAll(others);
        StoreFixtures.counted(StoreFixtures.storeWithoutLeases(otherHalf), POLICY, "alice", new Change.Acquire(20));
        merge(otherHalf.entries);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(100 - 10 - 7 - 20);
    }

    @Test
    void merged_refunded_isChargedAgainWithoutIt() {
        Map<String, String> others = part();
        use(7, POLICY);
        StoreFixtures.counted(store, POLICY, "alice", new Change.Refund(3, clock.millis()));
        merge(others);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(96);
    }

    @Test
    void merged_othersStateIsOlder_isNotOverwrittenByWhatWasKnown() {
        use(50, POLICY);
        clock.advance(Duration.ofSeconds(150));
        Map<String, String> others = part();
        StoreFixtures.counted(store, POLICY, "alice", new Change.Reset());
        merge(others);
        store.tick();
        String held = grid.entries.get("tested|alice");
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(50);
        assertThat(grid.entries.get("tested|alice"))
                .as("a look puts nothing back")
                .isEqualTo(held);
    }

    @Test
    void merged_keyThatNobodyAsksForAgain_isChargedByTheTick() {
        Map<String, String> others = part();
        use(7, POLICY);
        merge(others);
        store.tick();
        assertThat(remaining(StoreFixtures.storeWithoutLeases(grid), POLICY, "alice"))
                .isEqualTo(93);
    }

    @Test
    void merged_blockThatBeganWhileApart_holds() {
        use(100, BLOCKING);
        Map<String, String> others = part();
        assertThat(acquire(store, BLOCKING, "alice")).isBlocked();
        clock.advance(Duration.ofMinutes(5));
        merge(others);
        store.tick();
        // a look, because to be refused would begin another block
        Change look = new Change.Peek(1);
        CounterStore other = StoreFixtures.storeWithoutLeases(grid);
        assertThat(StoreFixtures.counted(other, BLOCKING, "alice", look)).isBlocked();
        clock.advance(Duration.ofMinutes(4));
        assertThat(StoreFixtures.counted(store, BLOCKING, "alice", look)).isBlocked();
    }

    @Test
    void merged_gridIsSilentAtFirst_fallbackGoesOnFromWhatWasKnown() {
        use(100, POLICY);
        clock.advance(Duration.ofSeconds(150));
        Map<String, String> others = part();
        clock.advance(Duration.ofSeconds(150));
        merge(others);
        store.tick();
        grid.behaviour = FakeGrid.Behaviour.LATE;
        assertThat(store.apply(StoreFixtures.id(POLICY, "alice"), Change.acquire(1), StoreFixtures::noBudget))
                .isRefused();
        grid.thaw();
        store.tick();
        assertThat(remaining(store, POLICY, "alice")).isZero();
    }

    @Test
    void merged_twiceBeforeTheGridAnswers_fallbackGoesOnFromWhatWasKnown() {
        use(100, POLICY);
        clock.advance(Duration.ofSeconds(300));
        Map<String, String> others = part();
        clock.advance(Duration.ofSeconds(150));
        merge(others);
        grid.membership.lost(OTHERS);
        merge(others);
        store.tick();
        grid.behaviour = FakeGrid.Behaviour.LATE;
        assertThat(store.apply(StoreFixtures.id(POLICY, "alice"), Change.acquire(1), StoreFixtures::noBudget))
                .isRefused();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void merged_answerThatComesAfterwards_bringsBackNothingOfTheOtherHalf(boolean swap) {
        Map<String, String> others = part();
        use(7, POLICY);
        if (!swap) {
            // the next swap fails, and what is read is answered late
            grid.entries.compute("tested|alice", (id, text) -> text.replace("1|7|", "1|8|"));
        }
        grid.behaviour = FakeGrid.Behaviour.LATE;
        store.apply(StoreFixtures.id(POLICY, "alice"), Change.acquire(1), StoreFixtures::noBudget);
        if (!swap) {
            grid.answerOne();
        }
        Map<String, String> counted = othersUse(20, others);
        merge(counted);
        grid.thaw();
        clock.advance(Duration.ofSeconds(2));
        store.tick();
        acquire(store, POLICY, "alice");
        assertThat(remaining(StoreFixtures.storeWithoutLeases(grid), POLICY, "alice"))
                .as("twenty of others, seven and two of this instance, of which one may be counted twice")
                .isBetween(100L - 20 - 7 - 3, 100L - 20 - 7 - 2);
    }

    @Test
    void merging_whatIsSeenMeanwhile_isNotOverwrittenAndForgetsNothing() {
        Map<String, String> others = part();
        use(7, POLICY);
        Grid.Membership membership = grid.membership;
        membership.merging();
        grid.entries.clear();
        grid.entries.putAll(othersUse(20, others));
        acquire(store, POLICY, "alice");
        store.tick();
        assertThat(remaining(StoreFixtures.storeWithoutLeases(grid), POLICY, "alice"))
                .as("nothing is put back yet")
                .isEqualTo(80);
        membership.merged(Set.of(OTHERS));
        store.tick();
        assertThat(remaining(StoreFixtures.storeWithoutLeases(grid), POLICY, "alice"))
                .isEqualTo(100 - 20 - 7 - 1);
    }

    @Test
    void mergeFailed_goesOnAsBefore() {
        grid.membership.merging();
        assertThat(acquire(store, POLICY, "alice")).isFrom(Source.LOCAL);
        grid.membership.mergeFailed();
        assertThat(acquire(store, POLICY, "alice")).isFrom(Source.CLUSTER);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(98);
    }

    @Test
    void merged_leaseOfAWindowThatHasPassed_takesNothingFromWhatIsChargedAgain() {
        Policy minute = Policy.of("tested", Algorithm.FIXED_WINDOW, LimitReader.readAll("1000/1m"));
        clock.advance(Duration.ofMillis(60_000 - clock.millis() % 60_000 + 58_900));
        CounterStore store = StoreFixtures.store(grid);
        while (acquire(store, minute, "alice").source() != Source.LEASE) {
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(clock.millis() % 60_000).as("in the same window").isGreaterThan(58_000);
        clock.advance(Duration.ofMillis(12_000));
        Map<String, String> others = part();
        StoreFixtures.counted(store, minute, "alice", new Change.Acquire(5));
        merge(others);
        assertThat(remaining(store, minute, "alice")).isEqualTo(995);
    }

    @Test
    void lost_lastChangesDiedWithTheMember_arePutBackBeforeAnybodyAsks() {
        use(7, POLICY);
        grid.entries.clear();
        grid.membership.lost(OTHERS);
        assertThat(remaining(StoreFixtures.storeWithoutLeases(grid), POLICY, "alice"))
                .isEqualTo(93);
    }

    private Map<String, String> othersUse(int permits, Map<String, String> others) {
        FakeGrid otherHalf = new FakeGrid(clock);
        otherHalf.entries.putAll(others);
        StoreFixtures.counted(
                StoreFixtures.storeWithoutLeases(otherHalf), POLICY, "alice", new Change.Acquire(permits));
        return otherHalf.entries;
    }
}
