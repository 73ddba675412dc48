package dev.weir.engine;

import static dev.weir.engine.Engines.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.RateLimiter;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.memory.LocalStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final MutableClock clock = new MutableClock();
    private final StoreInBetween store = new StoreInBetween(new LocalStore(clock, 1_000));
    private final RateLimiter limiter = limiter(
            Engines.policy("two", "2/1h"),
            Engines.policy("other", "2/1h"),
            Engines.policy("shadow", "1/1h", Mode.SHADOW),
            Engines.policy("off", "1/1h", Mode.OFF),
            Engines.policy("unlimited", "unlimited"));

    @Test
    void acquire_untilTheLimit_isAdmittedThenRefused() {
        assertThat(limiter.acquire("two", ALICE).remaining()).isEqualTo(1);
        assertThat(limiter.acquire("two", ALICE).remaining()).isZero();
        Decision refused = limiter.acquire("two", ALICE);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.policy()).isEqualTo("two");
        assertThat(limiter.acquire("two", Key.user("bob")).allowed()).isTrue();
        assertThat(limiter.acquire("other", ALICE).allowed()).isTrue();
    }

    @Test
    void acquire_addressInTwoSpellings_isOneKey() {
        assertThat(limiter.acquire("two", Key.address("203.0.113.9"), 2).allowed())
                .isTrue();
        assertThat(limiter.acquire("two", Key.address("::ffff:203.0.113.9")).allowed())
                .isFalse();
    }

    @Test
    void acquire_refused_isAdmittedAfterRetryAfterAndNotBefore() {
        assertThat(limiter.acquire("two", ALICE, 2).allowed()).isTrue();
        Duration wait = limiter.acquire("two", ALICE).retryAfter().orElseThrow();
        clock.advance(wait.minusMillis(1));
        assertThat(limiter.acquire("two", ALICE).allowed()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(limiter.acquire("two", ALICE).allowed()).isTrue();
    }

    @Test
    void acquire_moreThanTheLimit_neverFits() {
        Decision refused = limiter.acquire("two", ALICE, 3);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isEmpty();
        assertThat(refused.remaining()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void acquire_noPermits_isAMistakeOfTheCaller(long permits) {
        assertThatThrownBy(() -> limiter.acquire("two", ALICE, permits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permits must be >= 1, was " + permits);
        assertThat(store.changes).isEmpty();
    }

    @Test
    void anyCall_unknownPolicy_isAMistakeOfTheCaller() {
        String message = "no such policy, was \"tow\"";
        assertThatThrownBy(() -> limiter.acquire("tow", ALICE)).hasMessage(message);
        assertThatThrownBy(() -> limiter.peek("tow", ALICE)).hasMessage(message);
        assertThatThrownBy(() -> limiter.reset("tow", ALICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void peek_anyNumber_takesNothing() {
        assertThat(limiter.acquire("two", ALICE).allowed()).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(limiter.peek("two", ALICE).remaining()).isEqualTo(1);
        }
        assertThat(limiter.acquire("two", ALICE).allowed()).isTrue();
        assertThat(limiter.peek("two", ALICE).allowed()).isFalse();
    }

    @Test
    void reset_usedKey_startsAfreshAlone() {
        assertThat(limiter.acquire("two", ALICE, 2).allowed()).isTrue();
        assertThat(limiter.acquire("other", ALICE, 2).allowed()).isTrue();
        limiter.reset("two", ALICE);
        assertThat(limiter.peek("two", ALICE).remaining()).isEqualTo(2);
        assertThat(limiter.peek("other", ALICE).remaining()).isZero();
    }

    @Test
    void acquire_shadow_countsAndNeverRefuses() {
        assertThat(limiter.acquire("shadow", ALICE).remaining()).isZero();
        PolicyDecision exceeded = (PolicyDecision) limiter.acquire("shadow", ALICE);
        assertThat(exceeded.allowed()).isTrue();
        assertThat(exceeded.exceeded()).isTrue();
        assertThat(exceeded.retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void acquire_rolledOut_refusesTheKeysThatAreInAndCountsAll() {
        Policy half = Engines.policy("half", "1/1h").withRollout(5_000);
        RateLimiter rolledOut = limiter(half);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            Key key = Key.user("user" + i);
            assertThat(rolledOut.acquire("half", key).remaining()).isZero();
            PolicyDecision second = (PolicyDecision) rolledOut.acquire("half", key);
            assertThat(second.exceeded()).isTrue();
            assertThat(second.allowed()).isEqualTo(!Rollout.isEnforced(half, key));
            assertThat(second.retryAfter().orElseThrow().isZero()).isEqualTo(second.allowed());
            assertThat(rolledOut.peek("half", key).allowed()).isEqualTo(second.allowed());
            refused += second.allowed() ? 0 : 1;
        }
        assertThat(refused).isBetween(35, 65);
    }

    @Test
    void allow_untilTheLimit_isTrueThenFalse() {
        assertThat(limiter.allow("alice", 2, HOUR)).isTrue();
        assertThat(limiter.allow("alice", 2, HOUR)).isTrue();
        assertThat(limiter.allow("alice", 2, HOUR)).isFalse();
        assertThat(limiter.allow("bob", 2, HOUR)).isTrue();
        clock.advance(HOUR.plus(HOUR.dividedBy(16)));
        assertThat(limiter.allow("alice", 2, HOUR)).isTrue();
    }

    @Test
    void allow_otherPermitsOrWindow_isAnotherCounter() {
        assertThat(limiter.allow("alice", 1, HOUR)).isTrue();
        assertThat(limiter.allow("alice", 1, HOUR)).isFalse();
        assertThat(limiter.allow("alice", 1, HOUR.plusMillis(1))).isTrue();
        assertThat(limiter.allow("alice", 2, HOUR)).isTrue();
        assertThat(limiter.allow("alice", 2, HOUR))
                .as("nothing of the first counts")
                .isTrue();
    }

    @Test
    void allow_noPermits_refusesAll() {
        assertThat(limiter.allow("alice", 0, HOUR)).isFalse();
    }

    @Test
    void allow_ofTheName_isSeenAndReset() {
        assertThat(limiter.allow("alice", 1, HOUR)).isTrue();
        assertThat(limiter.peek("allow-1-3600000ms", Key.of("alice")).allowed()).isFalse();
        assertThat(limiter.peek("allow-1-3600000ms", ALICE).allowed())
                .as("a key of another kind")
                .isTrue();
        limiter.reset("allow-1-3600000ms", Key.of("alice"));
        assertThat(limiter.allow("alice", 1, HOUR)).isTrue();
    }

    @Test
    void allow_outOfRange_countsNothing() {
        assertThatThrownBy(() -> limiter.allow("alice", -1, HOUR)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limiter.allow("alice", 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.changes).isEmpty();
    }

    @Test
    void allow_turnedOff_admitsAndAsksNobody() {
        RateLimiter off = new Engine(
                store,
                Engines.slots(),
                Engines.storedKey(Optional.empty()),
                (name, key) -> Optional.empty(),
                new CallPolicies(false),
                Engines::budget);
        assertThat(off.allow("alice", 0, HOUR)).isTrue();
        assertThat(store.changes).isEmpty();
    }

    @Test
    void acquire_off_asksNobody() {
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.acquire("off", ALICE).allowed()).isTrue();
        }
        assertThat(limiter.peek("off", ALICE).remaining()).isEqualTo(Long.MAX_VALUE);
        assertThat(store.changes).isEmpty();
        limiter.reset("off", ALICE);
        assertThat(store.changes).containsExactly("Reset off");
    }

    @Test
    void acquire_unlimited_isAdmittedWithoutALimit() {
        Decision decision = limiter.acquire("unlimited", ALICE, Long.MAX_VALUE);
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.limit()).isEmpty();
        assertThat(decision.remaining()).isEqualTo(Long.MAX_VALUE);
        assertThat(decision.resetAfter()).isZero();
    }

    private RateLimiter limiter(Policy... policies) {
        return Engines.over(store, policies);
    }
}
