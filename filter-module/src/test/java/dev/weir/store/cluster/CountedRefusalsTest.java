package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.Block;
import dev.weir.core.Policy;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Refusals are counted at little cost, and begin a block together. */
class CountedRefusalsTest extends TwoInstances {

    @Test
    void acquire_fiveRefusalsWithinASecond_beginTheBlockWithTwoWrites() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        long version = state(policy).version();
        for (int i = 1; i < 5; i++) {
            StoreResult.Decided refused = acquire(store, policy, "alice");
            assertThat(refused).isRefused();
            assertThat(refused.verdict().blocked()).as("refusal %d", i).isFalse();
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(acquire(store, policy, "alice")).isBlocked();
        // the first refusal, and the three after it with the fifth
        assertThat(state(policy).version()).isEqualTo(version + 1 + 2);
    }

    @Test
    void acquire_manyRefusals_costOneWriteASecond() {
        Policy policy = blocking("1/1h", 1_000, false);
        acquire(store, policy, "alice");
        acquire(store, policy, "alice");
        for (int second = 0; second < 5; second++) {
            grid.operations = 0;
            for (int i = 0; i < 100; i++) {
                clock.advance(Duration.ofMillis(10));
                assertThat(acquire(store, policy, "alice")).isRefused();
            }
            assertThat(grid.operations).as("swaps in second %d", second).isEqualTo(1);
        }
        assertThat(state(policy).block().refusals().number()).isEqualTo(501);
    }

    @Test
    void acquire_refusalsAtTheEndOfABurst_areWrittenByTheTick() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        for (int i = 0; i < 4; i++) {
            acquire(store, policy, "alice");
        }
        assertThat(state(policy).block().refusals().number()).isEqualTo(1);
        store.tick();
        assertThat(state(policy).block().refusals().number())
                .as("not within the second")
                .isEqualTo(1);
        tick();
        store.tick();
        assertThat(state(policy).block().refusals().number()).isEqualTo(4);
        grid.operations = 0;
        tick();
        tick();
        assertThat(grid.operations).as("nothing is left to write").isZero();
        assertThat(acquire(other, policy, "alice")).isBlocked();
    }

    @Test
    void close_refusalsThatAreNotWritten_areWritten() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        for (int i = 0; i < 4; i++) {
            acquire(store, policy, "alice");
        }
        store.close();
        assertThat(state(policy).block().refusals().number()).isEqualTo(4);
    }

    @Test
    void acquire_refusalsOnTwoInstances_countTogether() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        acquire(store, policy, "alice");
        acquire(other, policy, "alice");
        acquire(store, policy, "alice");
        clock.advance(Duration.ofSeconds(1));
        // the second of this instance, and this one
        assertThat(acquire(store, policy, "alice").verdict().blocked()).isFalse();
        assertThat(acquire(other, policy, "alice")).isBlocked();
    }

    @Test
    void acquire_refusalsThatTheGridDoesNotHearOf_areNotKept() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        acquire(store, policy, "alice");
        acquire(store, policy, "alice");
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        clock.advance(Duration.ofSeconds(1));
        acquire(store, policy, "alice");
        grid.thaw();
        clock.advance(Duration.ofSeconds(1));
        acquire(store, policy, "alice");
        assertThat(state(policy).block().refusals().number()).isEqualTo(2);
    }

    @Test
    void acquire_keyThatIsNeverRefused_hasNoTrace() {
        Policy policy = blocking("10/1h", 5, false);
        acquire(store, policy, "alice");
        assertThat(state(policy).block()).isSameAs(Block.NONE);
        assertThat(grid.entries.get("tested|alice")).doesNotContain("f3162");
    }
}
