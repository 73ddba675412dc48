package dev.weir.store;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cluster parts and comes together again, and the grid goes on with what the other half counted. */
class SplitMergeTest {

    private static final Policy POLICY = StoreFixtures.policy("100/1h");
    private static final Policy BLOCKING = StoreFixtures.blocking("100/1h", Duration.ofMinutes(10));

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);

    @Test
    void merged_whatThisInstanceChargedWhileApart_isChargedAgain() {
        Map<String, String> others = part();
        use(7, POLICY);
        clock.advance(Duration.ofMinutes(5));
        merge(others);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(93);
    }

    @Test
    void merged_whatWasChargedJustBeforeTheLossWasNoticed_isChargedAgain() {
        use(7, POLICY);
        clock.advance(Duration.ofSeconds(60));
        part();
        merge(Map.of());
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(93);
    }

    @Test
    void merged_whatWasChargedLongBefore_isNotChargedTwice() {
        use(7, POLICY);
        clock.advance(Duration.ofSeconds(150));
        Map<String, String> others = part();
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
        StoreFixtures.counted(StoreFixtures.store(otherHalf), POLICY, "alice", new Change.Acquire(20));
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
        assertThat(remaining(StoreFixtures.store(grid), POLICY, "alice")).isEqualTo(93);
    }

    @Test
    void merged_blockThatBeganWhileApart_holds() {
        use(100, BLOCKING);
        Map<String, String> others = part();
        assertThat(acquire(store, BLOCKING, "alice").verdict().blocked()).isTrue();
        clock.advance(Duration.ofMinutes(5));
        merge(others);
        store.tick();
        // a look, because to be refused would begin another block
        Change look = new Change.Peek(1);
        CounterStore other = StoreFixtures.store(grid);
        assertThat(StoreFixtures.counted(other, BLOCKING, "alice", look)
                        .verdict()
                        .blocked())
                .isTrue();
        clock.advance(Duration.ofMinutes(4));
        assertThat(StoreFixtures.counted(store, BLOCKING, "alice", look)
                        .verdict()
                        .blocked())
                .isTrue();
    }

    @Test
    void merged_twice_chargesTheSecondTimeOnlyWhatIsRecent() {
        merge(part());
        use(7, POLICY);
        clock.advance(Duration.ofSeconds(150));
        Map<String, String> others = part();
        use(5, POLICY);
        merge(others);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(100 - 7 - 5);
    }

    @Test
    void joined_withoutAMerge_endsTheSpan() {
        part();
        use(7, POLICY);
        grid.membership.joined();
        clock.advance(Duration.ofSeconds(150));
        Map<String, String> now = new HashMap<>(grid.entries);
        grid.membership.lost();
        merge(now);
        assertThat(remaining(store, POLICY, "alice")).as("not charged again").isEqualTo(93);
    }

    @Test
    void lost_lastChangesDiedWithTheMember_arePutBackBeforeAnybodyAsks() {
        use(7, POLICY);
        grid.entries.clear();
        grid.membership.lost();
        assertThat(remaining(StoreFixtures.store(grid), POLICY, "alice")).isEqualTo(93);
    }

    /** The other half is gone; what it holds. */
    private Map<String, String> part() {
        Map<String, String> others = new HashMap<>(grid.entries);
        grid.membership.lost();
        return others;
    }

    private void merge(Map<String, String> others) {
        grid.membership.merging();
        grid.membership.joined();
        grid.entries.clear();
        grid.entries.putAll(others);
        grid.membership.merged();
    }

    private void use(int times, Policy policy) {
        for (int i = 0; i < times; i++) {
            acquire(store, policy, "alice");
        }
    }
}
