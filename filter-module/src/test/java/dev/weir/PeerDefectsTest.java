package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import dev.weir.core.Verdict;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.Charge;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.PolicyDecision;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.WaitBudget;
import dev.weir.store.memory.LocalSlots;
import dev.weir.store.memory.LocalStore;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The defects that were found in other rate limiters, each with the tests that keep it out of this one. */
class PeerDefectsTest {

    private static final long START = 1_763_690_000_000L;

    private final LocalStore store = new LocalStore(new MutableClock(), 10_000);

    @ParameterizedTest
    @CsvSource({
        "1 more than the burst after debt and idleness, core.AlgorithmContract, acquire_idleAfterDebt_admitsNoMoreThanTheBurst",
        "2 a limit of one refuses well-spaced calls, core.AlgorithmContract, acquire_limitOfOneWellSpaced_isNeverRefused",
        "3 a millisecond short counts as permitted, core.AlgorithmContract, retryAfter_lonelyCaller_isExact",
        "4 Retry-After 0, reply.RefusalTest, retryAfterSeconds_full_isRoundedUpAndAtLeastOne",
        "5 refused by B yet A is charged, engine.EngineAllOrNothingTest, acquireAll_secondRefuses_firstIsNotCharged",
        "5 the same by two adapters, http.RequestLimiterTest, refuse_chargedByAnotherAdapterBefore_givesItBack",
        "5 the reverse: A gets back what it was not charged, http.RequestLimiterTest,"
                + "refuse_policyThatWasOnlyLookedAt_getsNothingBack",
        "6 cost above the burst: full remaining, core.AlgorithmContract,"
                + "acquire_moreThanTheLimit_isNeverPossibleAndTakesNothing",
        "6 cost above the burst: Retry-After that never works, reply.ReplyTest, of_costThatNeverFits_hasNoRetryAfter",
        "7 a time to live that rounds to 0, store.memory.LocalStoreTest, acquire_shortestRecovery_isStoredAllTheSame",
        "7 the same in the grid, store.grid.RetentionTest, of_anyPolicy_outlivesItsRecovery",
        "8 two routes share a counter, config.DeclarationConflictsTest, read_overloadedMethods_areTwoPlaces",
        "8 two routes share a counter, engine.KeyCodecTest, of_textsThatLookLikeOthers_neverCollide",
        "8 two routes share a counter, PeerDefectsTest, counters_ofNamesThatLookAlike_areNotShared",
        "9 60 s becomes 65.536 s, PeerDefectsTest, window_ofAMinute_isAMinute",
        "10 window numbers overflow in 2038, PeerDefectsTest, counting_beyond2038_goesOn",
        "11 read-then-add, store.CounterStoreContract, acquire_manyThreadsOnTwoInstances_admitsTheLimitAndNoMore",
        "11 read-then-add over two policies, PeerDefectsTest, acquireAll_manyThreads_chargesNoRefusedRequest",
        "12 a change of the limit is lost, core.AlgorithmContract, acquire_raisedLimit_reachesWhatIsCounted",
        "12 the same in a store, PeerDefectsTest, limit_changed_reachesStoredCounters",
    })
    void defect_known_hasATest(String defect, String type, String method) throws ClassNotFoundException {
        assertThat(Class.forName("dev.weir." + type).getDeclaredMethods())
                .as(defect)
                .filteredOn(declared -> declared.getName().equals(method))
                .anyMatch(declared -> declared.isAnnotationPresent(Test.class)
                        || declared.isAnnotationPresent(ParameterizedTest.class));
    }

    @Test
    void counters_ofNamesThatLookAlike_areNotShared() {
        Engine engine = engine();
        assertThat(engine.acquireAll(List.of(charge("a", "1/1h", Key.of("b|c:x"))), budget()))
                .allMatch(PolicyDecision::allowed);
        for (Charge other : List.of(
                charge("a", "1/1h", Key.of("b")),
                charge("a-b", "1/1h", Key.of("x")),
                charge("a", "1/1h", Key.user("b|c:x")),
                charge("b", "1/1h", Key.of("x")))) {
            assertThat(engine.acquireAll(List.of(other), budget())).allMatch(PolicyDecision::allowed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SLIDING_WINDOW, 60000, 63750",
        "TOKEN_BUCKET, 60000, 60000",
        "FIXED_WINDOW, 60000, 60000",
        "SLIDING_LOG, 60000, 60000"
    })
    void window_ofAMinute_isAMinute(Algorithm algorithm, long earliest, long latest) {
        Policy policy = Policy.of("p", algorithm, List.of(LimitReader.read("1/60s")));
        long boundary = START / 60_000 * 60_000;
        State used = policy.acquire(State.EMPTY, 1, boundary).state();
        State state = StateCodec.decode(StateCodec.encode(used)).orElseThrow();
        assertThat(policy.limits().get(0).windowMillis()).isEqualTo(60_000);
        assertThat(policy.peek(state, 1, boundary + earliest - 1).allowed()).isFalse();
        assertThat(policy.peek(state, 1, boundary + latest).allowed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void counting_beyond2038_goesOn(Algorithm algorithm) {
        for (long window : new long[] {1, 1_000, 60_000}) {
            Policy policy = Policy.of("p", algorithm, List.of(new Limit(2, Duration.ofMillis(window))));
            for (long overflow : new long[] {1L << 31, 1L << 32, 1L << 33}) {
                // the window number, or the time in seconds, passes what an int can hold
                for (long at : new long[] {overflow * window, overflow * 1_000}) {
                    State before = policy.acquire(State.EMPTY, 2, at - 1).state();
                    State soon = StateCodec.decode(StateCodec.encode(before)).orElseThrow();
                    long wait = policy.peek(soon, 1, at - 1).retryAfterMillis().orElseThrow();
                    assertThat(wait).as("%d ms at %d", window, at).isBetween(1L, window + window / 16 + 1);
                    // window numbers that differ by 2^32 are one number in an int
                    assertThat(policy.peek(soon, 2, at - 1 + (window << 32)).allowed())
                            .isTrue();
                    State after = policy.acquire(soon, 2, at + 2 * window).state();
                    assertThat(after.version()).isEqualTo(2);
                    assertThat(policy.peek(after, 1, at + 2 * window).allowed()).isFalse();
                }
            }
        }
    }

    @Test
    void acquireAll_manyThreads_chargesNoRefusedRequest() throws Exception {
        Engine engine = engine();
        Charge wide = charge("wide", "10000/1h", Key.global());
        Charge narrow = charge("narrow", "300/1h", Key.global());
        Callable<Long> sixty = () -> {
            long admitted = 0;
            for (int i = 0; i < 60; i++) {
                boolean all = engine.acquireAll(List.of(wide, narrow), budget()).stream()
                        .allMatch(PolicyDecision::allowed);
                admitted += all ? 1 : 0;
            }
            return admitted;
        };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            long admitted = 0;
            for (Future<Long> result : threads.invokeAll(List.of(sixty, sixty, sixty, sixty, sixty, sixty, sixty))) {
                admitted += result.get();
            }
            assertThat(admitted).isEqualTo(300);
        } finally {
            threads.shutdownNow();
        }
        Verdict left = apply(wide.counter(), new Change.Peek(1));
        assertThat(left.quotas().get(0).remaining()).isEqualTo(9_700);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void limit_changed_reachesStoredCounters(Algorithm algorithm) {
        List<Long> left = new ArrayList<>();
        for (String limits : List.of("5/1h", "9/1h", "3/1h", "5/1h,20/1d")) {
            Policy policy = Policy.of("p", algorithm, LimitReader.readAll(limits));
            Change change = left.isEmpty() ? new Change.Acquire(4) : new Change.Peek(1);
            left.add(apply(policy, change, "k").quotas().get(0).remaining());
        }
        assertThat(left).containsExactly(1L, 5L, 0L, 1L);
    }

    private Verdict apply(Policy policy, Change change, String key) {
        return apply(new CounterId(policy, Key.of(key)), change);
    }

    private Verdict apply(CounterId counter, Change change) {
        return StoreFixtures.decided(store.apply(counter, change, PeerDefectsTest::budget))
                .verdict();
    }

    private Engine engine() {
        ClientAddress peers = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64);
        KeyCodec keys = new KeyCodec(peers, Optional.empty(), UnaryOperator.identity(), () -> "/");
        return new Engine(
                store,
                new LocalSlots(new MutableClock(), 1_000),
                keys,
                (name, key) -> Optional.empty(),
                new CallPolicies(true),
                PeerDefectsTest::budget);
    }

    private static Charge charge(String policy, String limits, Key key) {
        return new Charge(Policy.of(policy, Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits)), key, 1);
    }

    private static WaitBudget budget() {
        return new WaitBudget(0, () -> 0);
    }
}
