package dev.weir.engine;

import static dev.weir.engine.Engines.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Decision;
import dev.weir.MutableClock;
import dev.weir.Reservation;
import dev.weir.adaptive.Adaptation;
import dev.weir.core.Algorithm;
import dev.weir.core.Pace;
import dev.weir.core.Policy;
import dev.weir.override.Overrides;
import dev.weir.spi.PermitCounter;
import dev.weir.spi.TakenPermits;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.WaitBudget;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.memory.LocalStore;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Permits for calls that are in flight. */
class TakenPermitsTest {

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final Engine engine = engine(store);
    private final Engine other = engine(StoreFixtures.store(grid));

    private Engine engine(CounterStore counters) {
        List<Policy> policies = List.of(
                Policy.of("remote", Algorithm.SLIDING_WINDOW, LimitReader.readAll("3/1s"))
                        .paced(new Pace(100, 0)),
                Engines.policy("quota", "2/1h"),
                Policy.of("daily", Algorithm.FIXED_WINDOW, LimitReader.readAll("5/1h")),
                Policy.of("bucket", Algorithm.TOKEN_BUCKET, LimitReader.readAll("10/10s")));
        return new Engine(
                counters,
                Engines.slots(),
                Engines.storedKey(Optional.empty()),
                (name, key) -> policies.stream()
                        .filter(policy -> policy.name().equals(name))
                        .findFirst(),
                new CallPolicies(true),
                () -> new WaitBudget(1, System::nanoTime),
                new Overrides(clock, ZoneOffset.UTC),
                Adaptation.none(),
                DecisionListener.NONE);
    }

    private static TakenPermits take(PermitCounter counter, long permits, Duration inFlight, String... policies) {
        List<Reservation.Part> parts = List.of(policies).stream()
                .map(policy -> new Reservation.Part(policy, ALICE, permits))
                .toList();
        return counter.take(parts, inFlight);
    }

    private long left(String policy) {
        return other.peek(policy, ALICE).remaining();
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    @Test
    void take_call_isInUseHoweverLongItTakes() {
        TakenPermits taken = take(engine, 2, HALF_A_MINUTE, "remote");
        assertThat(taken.allowed()).isTrue();
        assertThat(taken.decisions()).extracting(Decision::remaining).containsExactly(1L);
        pass(29_000);
        assertThat(left("remote")).isEqualTo(1);
        assertThat(taken.settle(2)).isTrue();
        pass(999);
        assertThat(left("remote")).isEqualTo(1);
        pass(1);
        assertThat(left("remote")).isEqualTo(3);
    }

    @Test
    void take_callOfAnInstanceThatDies_isUsedAtItsLastMoment() {
        take(engine, 2, Duration.ofSeconds(10), "remote");
        pass(10_999);
        assertThat(left("remote")).isEqualTo(1);
        pass(1);
        assertThat(left("remote")).isEqualTo(3);
    }

    @Test
    void cancel_call_freesItsPermitsAtOnce() {
        TakenPermits taken = take(engine, 3, HALF_A_MINUTE, "remote");
        assertThat(engine.peek("remote", ALICE).remaining()).isZero();
        assertThat(taken.cancel()).isTrue();
        assertThat(left("remote")).isEqualTo(3);
        assertThat(taken.settle(1)).isFalse();
        assertThat(left("remote")).isEqualTo(3);
    }

    @Test
    void settle_lessOrMore_countsWhatWasUsed() {
        take(engine, 3, HALF_A_MINUTE, "remote").settle(1);
        assertThat(left("remote")).isEqualTo(2);
        take(engine, 1, HALF_A_MINUTE, "remote").settle(2);
        assertThat(left("remote")).isZero();
        pass(1_000);
        assertThat(left("remote")).isEqualTo(3);
    }

    @Test
    void settle_afterTheLastMoment_doesNothing() {
        TakenPermits taken = take(engine, 2, Duration.ofSeconds(1), "remote");
        pass(1_000);
        assertThat(taken.settle(0)).isFalse();
        assertThat(left("remote")).isEqualTo(1);
    }

    @Test
    void take_moreThanThereIs_tellsHowLongIfTheOthersEndNow() {
        take(engine, 3, HALF_A_MINUTE, "remote");
        pass(400);
        TakenPermits refused = take(other, 1, HALF_A_MINUTE, "remote");
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.refusal().orElseThrow().retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(refused.settle(1)).isFalse();
    }

    @Test
    void take_severalPolicies_allOrNone() {
        assertThat(engine.acquire("quota", ALICE, 2).allowed()).isTrue();
        TakenPermits taken = take(engine, 1, HALF_A_MINUTE, "remote", "quota");
        assertThat(taken.allowed()).isFalse();
        assertThat(taken.decisions()).extracting(Decision::policy).containsExactly("remote", "quota");
        assertThat(left("remote")).isEqualTo(3);
    }

    /** The instance does not know yet that the other has used up the second policy. */
    @Test
    void take_policyThatOthersHaveUsedUp_givesBackTheFirst() {
        take(other, 2, Duration.ZERO, "quota").settle(2);
        TakenPermits taken = take(engine, 1, HALF_A_MINUTE, "remote", "quota");
        assertThat(taken.allowed()).isFalse();
        assertThat(left("remote")).isEqualTo(3);
    }

    @Test
    void settle_severalPolicies_byTheirNames() {
        TakenPermits taken = take(engine, 2, HALF_A_MINUTE, "remote", "quota");
        pass(5_000);
        assertThat(taken.settle(Map.of("quota", 1L))).isTrue();
        assertThat(left("quota")).isEqualTo(1);
        assertThat(left("remote")).isEqualTo(1);
        pass(1_000);
        assertThat(left("remote")).isEqualTo(3);
    }

    @Test
    void take_noTimeInFlight_isUsedNowAndCanBeCancelled() {
        TakenPermits taken = take(engine, 2, Duration.ZERO, "remote");
        assertThat(left("remote")).isEqualTo(1);
        pass(500);
        assertThat(taken.cancel()).isTrue();
        assertThat(left("remote")).isEqualTo(3);
        take(engine, 2, Duration.ZERO, "remote").settle(2);
        pass(1_000);
        assertThat(left("remote")).isEqualTo(3);
    }

    @Test
    void take_someAreHeld_theOthersAreUsedNow() {
        List<Reservation.Part> parts =
                List.of(new Reservation.Part("remote", ALICE, 2), new Reservation.Part("bucket", ALICE, 10));
        TakenPermits taken = engine.take(parts, HALF_A_MINUTE, Set.of("remote", "another"));
        pass(8_000);
        assertThat(left("remote")).isEqualTo(1);
        assertThat(left("bucket")).isEqualTo(8);
        assertThat(taken.settle(Map.of("remote", 2L))).isTrue();
        assertThat(left("bucket")).isEqualTo(8);
        pass(1_000);
        assertThat(left("remote")).isEqualTo(3);
        TakenPermits cancelled = engine.take(parts.subList(0, 1), HALF_A_MINUTE, Set.of());
        assertThat(cancelled.cancel()).isTrue();
        assertThat(left("remote")).isEqualTo(3);
    }

    @Test
    void take_fixedWindow_countsWhereItWasTakenAndWhereItWasSettled() {
        Duration toBoundary = Duration.ofMillis(3_600_000 - Math.floorMod(clock.millis(), 3_600_000L) - 1_000);
        clock.advance(toBoundary);
        TakenPermits taken = take(engine, 2, HALF_A_MINUTE, "daily");
        TakenPermits cancelled = take(engine, 1, HALF_A_MINUTE, "daily");
        assertThat(left("daily")).isEqualTo(2);
        cancelled.cancel();
        assertThat(left("daily")).isEqualTo(3);
        pass(1_000);
        assertThat(left("daily")).isEqualTo(5);
        taken.settle(2);
        assertThat(left("daily")).isEqualTo(3);
    }

    @Test
    void take_bucket_refillsNothingOfACallInFlight() {
        TakenPermits taken = take(engine, 10, HALF_A_MINUTE, "bucket");
        pass(8_000);
        assertThat(left("bucket")).isZero();
        taken.settle(10);
        pass(1_000);
        assertThat(left("bucket")).isEqualTo(1);
    }

    @Test
    void take_oneInstanceAlone_holdsToo() {
        Engine alone = engine(new LocalStore(clock, 100));
        TakenPermits taken = take(alone, 3, HALF_A_MINUTE, "remote");
        pass(20_000);
        assertThat(alone.peek("remote", ALICE).remaining()).isZero();
        taken.settle(2);
        assertThat(alone.peek("remote", ALICE).remaining()).isEqualTo(1);
        pass(1_000);
        assertThat(alone.peek("remote", ALICE).remaining()).isEqualTo(3);
    }

    @Test
    void take_whileTheClusterIsSilent_isUsedNow() {
        engine.peek("remote", ALICE);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        TakenPermits taken = take(engine, 1, HALF_A_MINUTE, "remote");
        assertThat(taken.allowed()).isTrue();
        pass(300);
        assertThat(taken.settle(1)).isTrue();
        pass(700);
        assertThat(engine.peek("remote", ALICE).remaining()).isPositive();
        assertThat(take(engine, 1, HALF_A_MINUTE, "remote").allowed()).isTrue();
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        store.tick();
        assertThat(left("remote")).as("what is owed is charged together").isEqualTo(1);
        pass(1_000);
        assertThat(left("remote")).isEqualTo(3);
    }

    @Test
    void take_wrongArguments_areRefused() {
        assertThatThrownBy(() -> take(engine, 1, Duration.ofMillis(-1), "remote"))
                .hasMessageContaining("in flight must be >= 0");
        assertThatThrownBy(() -> take(engine, 1, PermitCounter.LONGEST_IN_FLIGHT.plusMillis(1), "remote"))
                .hasMessageContaining("in flight must be <= PT5M");
        assertThatThrownBy(() -> take(engine, 1, HALF_A_MINUTE)).hasMessageContaining("was empty");
        assertThatThrownBy(() -> take(engine, 1, HALF_A_MINUTE, "remote", "remote"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(take(engine, 1, PermitCounter.LONGEST_IN_FLIGHT, "remote").allowed())
                .isTrue();
    }
}
