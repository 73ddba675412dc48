package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.counted;
import static dev.weir.store.StoreFixtures.remaining;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import dev.weir.text.LimitReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A member died, its backup had not its last changes, and another instance was quicker than the one that knows them.
 */
class LostBackupTest {

    private static final String ALICE = "tested|alice";

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.storeWithoutLeases(grid);

    @Test
    void acquire_othersWentOnFromTheBackup_whatTheyChargedStays() {
        Policy policy = StoreFixtures.policy("100/1h");
        String backup = use(policy);
        clock.advance(Duration.ofSeconds(1));
        counted(StoreFixtures.storeWithoutLeases(grid), policy, "alice", new Change.Acquire(60));
        assertThat(grid.entries.get(ALICE)).isNotEqualTo(backup);
        acquire(store, policy, "alice");
        assertThat(remaining(store, policy, "alice")).isEqualTo(100 - 1 - 60 - 1);
    }

    @Test
    void acquire_othersHaveChargedLess_whatWasLostIsPutBack() {
        Policy policy = StoreFixtures.policy("100/1h");
        use(policy);
        clock.advance(Duration.ofSeconds(1));
        acquire(StoreFixtures.storeWithoutLeases(grid), policy, "alice");
        acquire(store, policy, "alice");
        assertThat(remaining(store, policy, "alice")).isEqualTo(100 - 6 - 1);
    }

    @Test
    void acquire_othersChargedAPartOfAPermitMore_whatTheyChargedStays() {
        Policy policy = Policy.of("tested", Algorithm.TOKEN_BUCKET, LimitReader.readAll("6/1h"));
        use(policy);
        // one and a tenth is refilled: 4.9 of the known 6 are missing, and nothing of what the backup has
        clock.advance(Duration.ofSeconds(660));
        counted(StoreFixtures.storeWithoutLeases(grid), policy, "alice", new Change.Acquire(5));
        acquire(store, policy, "alice");
        clock.advance(Duration.ofSeconds(590));
        assertThat(acquire(store, policy, "alice")).isRefused();
        clock.advance(Duration.ofSeconds(10));
        assertThat(acquire(store, policy, "alice")).isAdmitted();
    }

    @Test
    void acquire_othersWentOnAndTheKeyWasBlocked_staysBlocked() {
        Policy policy = StoreFixtures.blocking("100/1h", Duration.ofMinutes(10));
        use(policy);
        counted(store, policy, "alice", new Change.Acquire(99));
        String backup = grid.entries.get(ALICE);
        grid.entries.put(ALICE, backup.replaceFirst("\\|[0-9]+\\|", "|1|").replaceFirst("\\|[1-9][0-9]*\\|s", "|0|s"));
        clock.advance(Duration.ofSeconds(2));
        counted(StoreFixtures.storeWithoutLeases(grid), policy, "alice", new Change.Acquire(90));
        assertThat(acquire(store, policy, "alice")).isBlocked();
    }

    /** Six permits are used, in as many swaps, of which the backup has the first; what that holds. */
    private String use(Policy policy) {
        acquire(store, policy, "alice");
        String backup = grid.entries.get(ALICE);
        for (int i = 0; i < 5; i++) {
            acquire(store, policy, "alice");
        }
        grid.entries.put(ALICE, backup);
        return backup;
    }
}
