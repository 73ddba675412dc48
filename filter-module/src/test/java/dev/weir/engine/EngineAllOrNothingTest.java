package dev.weir.engine;

import static dev.weir.engine.Engines.charge;
import static dev.weir.engine.Engines.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.BlockRule;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.memory.LocalStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several policies for one request: all are charged, or none. */
class EngineAllOrNothingTest {

    private final Policy a = policy("a", "5/1h");
    private final Policy b = policy("b", "1/1h");
    private final Policy shadow = policy("shadow", "5/1h", Mode.SHADOW);
    private final Policy narrowShadow = policy("narrow-shadow", "0/1h", Mode.SHADOW);
    private final Policy off = policy("off", "0/1h", Mode.OFF);
    private final StoreInBetween store = new StoreInBetween(new LocalStore(new MutableClock(), 1_000));
    private final Engine engine = Engines.over(store, a, b, shadow, narrowShadow, off);

    @Test
    void acquireAll_allHaveSome_chargesEachOnce() {
        List<PolicyDecision> decisions = acquire(a, b);
        assertThat(decisions)
                .allMatch(PolicyDecision::allowed)
                .extracting(PolicyDecision::policy)
                .containsExactly("a", "b");
        assertThat(decisions).extracting(PolicyDecision::remaining).containsExactly(4L, 0L);
        assertThat(remaining(a)).isEqualTo(4);
        assertThat(remaining(b)).isZero();
    }

    @Test
    void acquireAll_secondRefuses_firstIsNotCharged() {
        acquire(b);
        for (int i = 0; i < 10; i++) {
            List<PolicyDecision> decisions = acquire(a, b);
            assertThat(decisions).extracting(PolicyDecision::allowed).containsExactly(true, false);
            assertThat(decisions).extracting(PolicyDecision::remaining).containsExactly(5L, 0L);
        }
        assertThat(remaining(a)).isEqualTo(5);
        assertThat(store.changes).doesNotContain("Acquire a", "Refund a");
    }

    @Test
    void acquireAll_firstRefuses_secondIsNotCharged() {
        acquire(b);
        acquire(b, a);
        assertThat(remaining(a)).isEqualTo(5);
    }

    @Test
    void acquireAll_severalRefuse_allOfThemAreNamed() {
        Policy c = policy("c", "0/1h");
        acquire(b);
        assertThat(acquire(b, a, c))
                .filteredOn(decided -> !decided.allowed())
                .extracting(PolicyDecision::policy)
                .containsExactly("b", "c");
    }

    @Test
    void acquireAll_somebodyElseIsQuicker_firstIsRefunded() {
        store.beforeFirstAcquire(() -> acquire(b));
        List<PolicyDecision> decisions = acquire(a, b);
        assertThat(decisions).extracting(PolicyDecision::allowed).containsExactly(true, false);
        assertThat(decisions)
                .extracting(PolicyDecision::remaining)
                .as("what is left now")
                .containsExactly(5L, 0L);
        assertThat(store.changes).contains("Acquire a", "Refund a");
        assertThat(remaining(a)).isEqualTo(5);
    }

    @Test
    void acquireAll_somebodyElseIsQuicker_allPermitsAreRefunded() {
        store.beforeFirstAcquire(() -> acquire(b));
        List<Charge> charges = List.of(new Charge(a, Engines.ALICE, 3), new Charge(b, Engines.ALICE, 1));
        assertThat(engine.acquireAll(charges, Engines.budget()))
                .extracting(PolicyDecision::allowed)
                .containsExactly(true, false);
        assertThat(remaining(a)).isEqualTo(5);
    }

    @Test
    void acquireAll_shadowIsExceeded_doesNotRefuseTheOthers() {
        List<PolicyDecision> decisions = acquire(narrowShadow, a);
        assertThat(decisions).allMatch(PolicyDecision::allowed);
        assertThat(remaining(a)).isEqualTo(4);
    }

    @Test
    void acquireAll_anotherRefuses_shadowIsNotChargedEither() {
        acquire(b);
        acquire(shadow, b);
        assertThat(remaining(shadow)).isEqualTo(5);
        store.beforeFirstAcquire(() -> engine.reset("b", Engines.ALICE));
        acquire(shadow, b);
        assertThat(remaining(shadow)).as("charged with the others").isEqualTo(4);
    }

    @Test
    void acquireAll_off_neitherRefusesNorCounts() {
        assertThat(acquire(off, a)).allMatch(PolicyDecision::allowed);
        assertThat(store.changes).noneMatch(change -> change.endsWith("off"));
    }

    @Test
    void refund_taken_isGivenBackOnceOnly() {
        acquire(a);
        List<PolicyDecision> taken = acquire(a);
        List<PolicyDecision> refunded = engine.refund(taken, Engines.budget());
        assertThat(refunded).extracting(PolicyDecision::remaining).containsExactly(4L);
        engine.refund(refunded, Engines.budget());
        assertThat(remaining(a)).isEqualTo(4);
    }

    @Test
    void refund_thatIsNotCounted_stillSaysWhatWasLeft() {
        List<PolicyDecision> taken = acquire(a);
        store.losesRefunds = true;
        PolicyDecision refunded = engine.refund(taken, Engines.budget()).get(0);
        assertThat(refunded.remaining()).isEqualTo(4);
        assertThat(refunded.unavailable()).isFalse();
        assertThat(refunded.isCharged()).as("to be given back again").isFalse();
    }

    @Test
    void refund_refusedRequest_givesBackNothingThatItDidNotTake() {
        acquire(a);
        acquire(b);
        engine.refund(acquire(a, b), Engines.budget());
        assertThat(remaining(a)).isEqualTo(4);
        assertThat(remaining(b)).isZero();
    }

    @Test
    void refund_raceThatWasLost_isNotRefundedAgain() {
        acquire(a);
        store.beforeFirstAcquire(() -> acquire(b));
        engine.refund(acquire(a, b), Engines.budget());
        assertThat(remaining(a)).isEqualTo(4);
    }

    @Test
    void acquireAll_blockThatBegins_isSaidByTheOneThatRefuses() {
        Policy blocking = b.withBlock(BlockRule.lasting(7_200_000));
        acquire(blocking);
        PolicyDecision refused = acquire(a, blocking).get(1);
        assertThat(refused.blocked()).isTrue();
        assertThat(refused.retryAfter()).contains(Duration.ofHours(2));
    }

    @Test
    void acquireAll_severalRefuse_allTheirBlocksBegin() {
        Policy blocking = b.withBlock(BlockRule.lasting(7_200_000));
        Policy c = policy("c", "1/1h");
        acquire(c, blocking);
        List<PolicyDecision> refused = acquire(c, blocking);
        assertThat(refused).extracting(PolicyDecision::blocked).containsExactly(false, true);
    }

    @Test
    void acquireAll_oneIsKnownToRefuse_theOthersAreNotAsked() {
        store.remembersRefusals = true;
        acquire(b);
        store.changes.clear();
        List<PolicyDecision> decisions = acquire(a, b);
        assertThat(decisions).extracting(PolicyDecision::allowed).containsExactly(true, false);
        assertThat(decisions).extracting(PolicyDecision::remaining).containsExactly(5L, 0L);
        assertThat(store.changes).containsExactly("Acquire b");
    }

    @Test
    void acquireAll_whatWasKnownToRefuseAdmits_theOthersDecide() {
        store.remembersRefusals = true;
        acquire(b);
        store.beforeFirstAcquire(() -> engine.reset("b", charge(b).counter().key()));
        assertThat(acquire(a, b)).extracting(PolicyDecision::allowed).containsExactly(true, true);
        assertThat(remaining(a)).isEqualTo(4);
        assertThat(remaining(b)).isZero();
    }

    private List<PolicyDecision> acquire(Policy... policies) {
        List<Charge> charges = Arrays.stream(policies).map(Engines::charge).toList();
        return engine.acquireAll(charges, Engines.budget());
    }

    private long remaining(Policy policy) {
        return engine.peek(policy.name(), charge(policy).counter().key()).remaining();
    }
}
