package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.BlockRule;
import dev.weir.core.Fallback;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What several policies of one request cost a cluster, and that a refused request consumes nothing there either. */
class EngineInClusterTest {

    private final Policy a = Engines.policy("a", "30/1h");
    private final Policy b = Engines.policy("b", "20/1h");
    private final FakeGrid grid = new FakeGrid(new MutableClock());
    private final ClusterStore store = StoreFixtures.store(grid);
    private final Engine engine = Engines.over(store);
    private final Engine other = Engines.over(StoreFixtures.store(grid));

    @Test
    void acquireAll_twoKnownKeys_costOneOperationEach() {
        acquire(engine, 1, a, b);
        grid.operations = 0;
        assertThat(acquire(engine, 1, a, b))
                .allMatch(PolicyDecision::allowed)
                .extracting(PolicyDecision::remaining)
                .containsExactly(28L, 18L);
        assertThat(grid.operations).isEqualTo(2);
    }

    @Test
    void acquire_usernameThatWasTriedElsewhere_costsAsManyOperationsAsAnother() {
        Key tried = LoginName.of("tried").orElseThrow().key();
        Key untried = LoginName.of("untried").orElseThrow().key();
        acquire(other, tried);
        grid.operations = 0;
        acquire(engine, tried);
        int operations = grid.operations;
        acquire(engine, untried);
        assertThat(grid.operations - operations).isEqualTo(operations);
    }

    private void acquire(Engine instance, Key key) {
        assertThat(instance.acquireAll(List.of(instance.charge(a, key, 1)), instance.newBudget()))
                .allMatch(PolicyDecision::allowed);
    }

    @Test
    void allow_ofTwoInstances_countsTogether() {
        assertThat(engine.allow("alice", 2, Duration.ofHours(1))).isTrue();
        assertThat(other.allow("alice", 2, Duration.ofHours(1))).isTrue();
        assertThat(engine.allow("alice", 2, Duration.ofHours(1))).isFalse();
        assertThat(other.allow("alice", 2, Duration.ofHours(1))).isFalse();
    }

    @Test
    void acquireAll_shadowKeyOfARollout_takesNothingFromOthersAndRefusesNothing() {
        Policy none = Engines.policy("none", "1/1h").withRollout(0);
        assertThat(acquire(engine, 1, a, none)).allMatch(PolicyDecision::allowed);
        grid.operations = 0;
        List<PolicyDecision> second = acquire(engine, 1, a, none);
        assertThat(second).allMatch(PolicyDecision::allowed);
        assertThat(second).extracting(PolicyDecision::exceeded).containsExactly(false, true);
        assertThat(left(a)).isEqualTo(28);
    }

    @Test
    void acquireAll_keysThatNobodyUsed_costOneOperationEach() {
        assertThat(acquire(engine, 1, a, b)).allMatch(PolicyDecision::allowed);
        assertThat(grid.operations).isEqualTo(2);
    }

    @Test
    void acquireAll_keyThatWasUsedUpElsewhere_othersGetTheirPermitsBack() {
        acquire(other, 20, b);
        List<PolicyDecision> decisions = acquire(engine, 1, a, b);
        assertThat(decisions).extracting(PolicyDecision::policy).containsExactly("a", "b");
        assertThat(decisions).extracting(PolicyDecision::allowed).containsExactly(true, false);
        assertThat(decisions)
                .extracting(PolicyDecision::remaining)
                .as("what is left")
                .containsExactly(30L, 0L);
        assertThat(left(a)).isEqualTo(30);
    }

    @Test
    void acquireAll_keyThatIsKnownToBeRefused_costsNoOperation() {
        acquire(engine, 20, b);
        acquire(engine, 1, a, b);
        grid.operations = 0;
        assertThat(acquire(engine, 1, a, b)).extracting(PolicyDecision::source).contains(Source.DENIAL_CACHE);
        assertThat(grid.operations).isZero();
    }

    @Test
    void acquireAll_nearTheLimit_looksBeforeAnythingIsTaken() {
        acquire(engine, 1, a);
        acquire(engine, 17, b);
        acquire(other, 3, b);
        Map<String, String> before = Map.copyOf(grid.entries);
        assertThat(acquire(engine, 1, a, b)).extracting(PolicyDecision::allowed).containsExactly(true, false);
        assertThat(grid.entries).isEqualTo(before);
    }

    @Test
    void acquireAll_nearTheLimit_looksAtThatPolicyAlone() {
        acquire(engine, 1, a);
        acquire(engine, 17, b);
        grid.operations = 0;
        assertThat(acquire(engine, 1, a, b)).allMatch(PolicyDecision::allowed);
        assertThat(grid.operations).as("a look and two swaps").isEqualTo(3);
    }

    @Test
    void acquireAll_fourChargesLeft_isNotNearTheLimit() {
        acquire(engine, 1, a);
        acquire(engine, 12, b);
        grid.operations = 0;
        assertThat(acquire(engine, 2, a, b)).allMatch(PolicyDecision::allowed);
        assertThat(grid.operations).isEqualTo(2);
    }

    @Test
    void acquireAll_fewerThanFourChargesLeft_isNearTheLimit() {
        acquire(engine, 1, a);
        acquire(engine, 13, b);
        grid.operations = 0;
        assertThat(acquire(engine, 2, a, b)).allMatch(PolicyDecision::allowed);
        assertThat(grid.operations).as("a look and two swaps").isEqualTo(3);
    }

    @Test
    void acquireAll_smallLimitThatIsNotUsed_isNotNearTheLimit() {
        assertThat(acquire(engine, 1, a, Engines.policy("small", "1/1h"))).allMatch(PolicyDecision::allowed);
        assertThat(grid.operations).isEqualTo(2);
    }

    @Test
    void acquireAll_moreThanTheLimitHas_takesNothing() {
        acquire(engine, 1, a);
        Map<String, String> before = Map.copyOf(grid.entries);
        assertThat(acquire(engine, 25, a, b))
                .extracting(PolicyDecision::allowed)
                .containsExactly(true, false);
        assertThat(grid.entries).isEqualTo(before);
    }

    @Test
    void acquireAll_shadowNearItsLimit_isNotLookedAt() {
        Policy shadow = Engines.policy("shadow", "20/1h", Mode.SHADOW);
        acquire(engine, 1, a);
        acquire(engine, 18, shadow);
        grid.operations = 0;
        assertThat(acquire(engine, 1, a, shadow)).allMatch(PolicyDecision::allowed);
        assertThat(grid.operations).isEqualTo(2);
    }

    @Test
    void acquireAll_oneMemberIsSilent_whatTheOtherTookIsGivenBack() {
        Policy closed = policy("closed", Fallback.CLOSED);
        acquire(engine, 1, a, closed);
        grid.frozen = id -> id.startsWith("closed");
        List<PolicyDecision> decisions = acquire(engine, 1, a, closed);
        assertThat(decisions).extracting(PolicyDecision::unavailable).containsExactly(false, true);
        assertThat(left(a)).isEqualTo(29);
    }

    @Test
    void acquireAll_oneMemberIsKnownToBeSilent_nothingIsTakenElsewhere() {
        Policy closed = policy("closed", Fallback.CLOSED);
        acquire(engine, 1, a, closed);
        grid.frozen = id -> id.startsWith("closed");
        acquire(engine, 1, closed);
        Map<String, String> before = Map.copyOf(grid.entries);
        assertThat(acquire(engine, 1, a, closed))
                .extracting(PolicyDecision::allowed)
                .containsExactly(true, false);
        assertThat(grid.entries).isEqualTo(before);
    }

    @Test
    void acquireAll_shareIsUsedUpWhileOneMemberIsSilent_nothingIsTakenElsewhere() {
        Policy local = policy("local", Fallback.LOCAL);
        acquire(engine, 1, a, local);
        grid.frozen = id -> id.startsWith("local");
        for (int i = 0; i < 10; i++) {
            acquire(engine, 1, local);
        }
        Map<String, String> before = Map.copyOf(grid.entries);
        assertThat(acquire(engine, 1, a, local))
                .extracting(PolicyDecision::allowed)
                .containsExactly(true, false);
        assertThat(grid.entries).isEqualTo(before);
        grid.thaw();
        store.tick();
        assertThat(acquire(engine, 1, a, local)).as("the cluster decides again").allMatch(PolicyDecision::allowed);
    }

    @Test
    void acquireAll_severalRefuse_eachBeginsItsBlock() {
        Policy first = blocking("first");
        Policy second = blocking("second");
        acquire(other, 20, first);
        acquire(other, 20, second);
        assertThat(acquire(engine, 1, first, a, second))
                .extracting(PolicyDecision::blocked)
                .containsExactly(true, false, true);
        assertThat(left(a)).isEqualTo(30);
    }

    private static Policy policy(String name, Fallback fallback) {
        return Engines.policy(name, "20/1h").withFallback(fallback);
    }

    private static Policy blocking(String name) {
        return Engines.policy(name, "20/1h")
                .withBlock(BlockRule.lasting(Duration.ofHours(2).toMillis()));
    }

    private static List<PolicyDecision> acquire(Engine engine, long permits, Policy... policies) {
        List<Charge> charges = Arrays.stream(policies)
                .map(policy -> new Charge(policy, Engines.ALICE, permits))
                .toList();
        return engine.acquireAll(charges, StoreFixtures.noBudget());
    }

    /** What the cluster has left of {@code policy}. */
    private long left(Policy policy) {
        return Engines.over(StoreFixtures.store(grid), policy)
                .peek(policy.name(), Engines.ALICE)
                .remaining();
    }
}
