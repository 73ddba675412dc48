package dev.weir.engine;

import static dev.weir.engine.Engines.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.Reservation;
import dev.weir.adaptive.Adaptation;
import dev.weir.core.Fallback;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.override.Overrides;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.WaitBudget;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservationTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final Engine limiter = engine(store);
    private final Engine other = engine(StoreFixtures.store(grid));

    private Engine engine(CounterStore counters) {
        List<Policy> policies = List.of(
                Engines.policy("tokens", "1000/1h"),
                Engines.policy("requests", "3/1h"),
                Engines.policy("many", "5000/1h"),
                Engines.policy("shadow", "10/1h", Mode.SHADOW),
                Engines.policy("off", "10/1h", Mode.OFF),
                of(Fallback.OPEN),
                of(Fallback.CLOSED));
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

    private static Policy of(Fallback fallback) {
        return Engines.policy(fallback.name().toLowerCase(Locale.ROOT), "1000/1h")
                .withFallback(fallback);
    }

    /** What both instances see to be left. */
    private long left(String policy) {
        long left = other.peek(policy, ALICE).remaining();
        assertThat(limiter.peek(policy, ALICE).remaining()).isEqualTo(left);
        return left;
    }

    @Test
    void reserve_isChargedAtOnceOnAllInstances() {
        assertThat(limiter.reserve("tokens", ALICE, 600).allowed()).isTrue();
        assertThat(left("tokens")).isEqualTo(400);
        assertThat(other.reserve("tokens", ALICE, 401).allowed()).isFalse();
        assertThat(left("tokens")).isEqualTo(400);
    }

    @Test
    void settle_less_givesBackTheRest() {
        assertThat(limiter.reserve("tokens", ALICE, 500).settle(312)).isTrue();
        assertThat(left("tokens")).isEqualTo(688);
    }

    @Test
    void settle_more_isChargedEvenIfTheLimitDoesNotHaveIt() {
        Reservation hold = limiter.reserve("tokens", ALICE, 500);
        assertThat(other.acquire("tokens", ALICE, 450).allowed()).isTrue();
        assertThat(hold.settle(700)).isTrue();
        assertThat(limiter.peek("tokens", ALICE).remaining()).isZero();
        clock.advance(Duration.ofHours(1).plusMinutes(4));
        assertThat(left("tokens")).as("a debt of at most one window").isEqualTo(1000);
    }

    @Test
    void settle_asMuchAsWasReserved_costsNoOperation() {
        Reservation hold = limiter.reserve("tokens", ALICE, 500);
        grid.operations = 0;
        assertThat(hold.settle(500)).isTrue();
        assertThat(grid.operations).isZero();
        assertThat(left("tokens")).isEqualTo(500);
    }

    @Test
    void cancel_givesBackAll() {
        assertThat(limiter.reserve("tokens", ALICE, 500).cancel()).isTrue();
        assertThat(left("tokens")).isEqualTo(1000);
    }

    @Test
    void close_withoutSettle_cancels() {
        try (Reservation hold = limiter.reserve("tokens", ALICE, 500)) {
            assertThat(hold.allowed()).isTrue();
        }
        assertThat(left("tokens")).isEqualTo(1000);
    }

    @Test
    void close_afterSettle_doesNothing() {
        try (Reservation hold = limiter.reserve("tokens", ALICE, 500)) {
            assertThat(hold.settle(312)).isTrue();
        }
        assertThat(left("tokens")).isEqualTo(688);
    }

    @Test
    void anyEnd_second_doesNothingAndSaysSo() {
        Reservation hold = limiter.reserve("tokens", ALICE, 500);
        assertThat(hold.settle(100)).isTrue();
        assertThat(hold.settle(50)).isFalse();
        assertThat(hold.settle(Map.of("tokens", 900L))).isFalse();
        assertThat(hold.cancel()).isFalse();
        assertThat(left("tokens")).isEqualTo(900);
    }

    @Test
    void anyEnd_afterItsTime_doesNothing() {
        Reservation hold = limiter.reserve("tokens", ALICE, 500, MINUTE);
        clock.advance(MINUTE.minusMillis(1));
        assertThat(left("tokens")).isEqualTo(500);
        clock.advance(Duration.ofMillis(1));
        assertThat(hold.settle(1)).isFalse();
        assertThat(hold.cancel()).isFalse();
        assertThat(left("tokens")).isEqualTo(500);
    }

    @Test
    void settle_inALaterWindow_givesBackNothingOfIt() {
        Reservation hold = limiter.reserve("tokens", ALICE, 500, Duration.ofHours(3));
        clock.advance(Duration.ofHours(2));
        assertThat(other.acquire("tokens", ALICE, 400).allowed()).isTrue();
        assertThat(hold.cancel()).isTrue();
        assertThat(left("tokens")).isEqualTo(600);
    }

    @Test
    void reserveAll_oneRefuses_noneIsCharged() {
        assertThat(limiter.acquire("requests", ALICE, 3).allowed()).isTrue();
        Reservation refused = reserveBoth();
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.refusal().map(Decision::policy)).contains("requests");
        assertThat(refused.settle(1)).isFalse();
        assertThat(refused.cancel()).isFalse();
        assertThat(left("tokens")).isEqualTo(1000);
        assertThat(left("requests")).isZero();
    }

    @Test
    void reserveAll_unknownKeys_costsOneOperationEach() {
        grid.operations = 0;
        assertThat(reserveBoth().allowed()).isTrue();
        assertThat(grid.operations).isEqualTo(2);
    }

    @Test
    void cancel_ofSeveralPolicies_givesBackAllOfEach() {
        assertThat(reserveBoth().cancel()).isTrue();
        assertThat(left("tokens")).isEqualTo(1000);
        assertThat(left("requests")).isEqualTo(3);
    }

    @Test
    void settle_byPolicy_leavesTheOthersAsTheyWereReserved() {
        assertThat(reserveBoth().settle(Map.of("tokens", 120L))).isTrue();
        assertThat(left("tokens")).isEqualTo(880);
        assertThat(left("requests")).isEqualTo(2);
    }

    private Reservation reserveBoth() {
        return limiter.reserveAll(
                List.of(new Reservation.Part("tokens", ALICE, 500), new Reservation.Part("requests", ALICE, 1)),
                MINUTE);
    }

    @Test
    void settle_shadowThatHadTooFew_givesNothingBack() {
        assertThat(limiter.acquire("shadow", ALICE, 8).allowed()).isTrue();
        Reservation hold = limiter.reserve("shadow", ALICE, 5);
        assertThat(hold.allowed()).isTrue();
        assertThat(hold.cancel()).isTrue();
        assertThat(left("shadow")).isEqualTo(2);
    }

    @Test
    void settle_policyThatIsOff_countsNothing() {
        Reservation hold = limiter.reserve("off", ALICE, 50);
        assertThat(hold.settle(70)).isTrue();
        assertThat(grid.entries).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "open", "closed"})
    void settle_inAnOutage_isACreditOrADebt(String policy) {
        Reservation less = limiter.reserve(policy, ALICE, 300);
        Reservation more = limiter.reserve(policy, ALICE, 300);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(less.settle(100)).isTrue();
        assertThat(more.settle(350)).isTrue();
        grid.thaw();
        settle();
        assertThat(other.peek(policy, ALICE).remaining()).isEqualTo(1000 - 100 - 350);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "open", "closed"})
    void settle_circuitIsOpen_isACreditOrADebt(String policy) {
        Reservation less = limiter.reserve(policy, ALICE, 300);
        Reservation more = limiter.reserve(policy, ALICE, 300);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        for (int i = 0; i < 10; i++) {
            Decision unused = limiter.acquire("requests", Key.user("other-" + i));
        }
        assertThat(less.settle(100)).isTrue();
        assertThat(more.settle(350)).isTrue();
        grid.thaw();
        settle();
        assertThat(other.peek(policy, ALICE).remaining()).isEqualTo(1000 - 100 - 350);
    }

    private void settle() {
        for (int second = 0; second < 5; second++) {
            clock.advance(Duration.ofSeconds(1));
            store.tick();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void reserve_noPermits_isAMistakeOfTheCaller(long permits) {
        assertThatThrownBy(() -> limiter.reserve("tokens", ALICE, permits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permits must be >= 1, was " + permits);
    }

    @Test
    void reserve_wrongArguments_areMistakesOfTheCaller() {
        var part = new Reservation.Part("tokens", ALICE, 1);
        for (Runnable wrong : Arrays.<Runnable>asList(
                () -> limiter.reserve("tokens", ALICE, 1, Duration.ZERO),
                () -> limiter.reserveAll(List.of(), MINUTE),
                () -> limiter.reserveAll(List.of(part, part), MINUTE),
                () -> limiter.reserve("none", ALICE, 1),
                () -> limiter.reserve("tokens", ALICE, 1).settle(-1),
                () -> limiter.reserve("tokens", ALICE, 1).settle(Map.of("requests", 1L)))) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void reserve_forEver_isPossible() {
        Reservation hold = limiter.reserve("tokens", ALICE, 1, Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(hold.cancel()).isTrue();
    }

    private final ListLogger log = new ListLogger();
    private final Reservations bounded =
            new Reservations(limiter, clock, new OpenReservations(), new OncePerMinuteLog(log, clock));

    private Reservation reserve(String policy, Key key, Duration longest) {
        return bounded.reserve(List.of(new Reservation.Part(policy, key, 1)), longest);
    }

    private List<Reservation> reserve(int number, String policy) {
        List<Reservation> made = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            made.add(reserve(policy, ALICE, MINUTE));
        }
        return made;
    }

    @Test
    void reserve_thousandAreOpen_theNextIsRefusedWithAReason() {
        assertThat(reserve(1_000, "many")).allMatch(Reservation::allowed);
        for (int i = 0; i < 3; i++) {
            Reservation refused = reserve("many", ALICE, MINUTE);
            assertThat(refused.refusal()).hasValueSatisfying(refusal -> {
                assertThat(refusal.allowed()).isFalse();
                assertThat(refusal.policy()).isEqualTo("many-reservations");
                assertThat(refusal.limit()).isEmpty();
                assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
            });
            assertThat(refused.settle(1)).isFalse();
            assertThat(refused.cancel()).isFalse();
        }
        assertThat(limiter.peek("many", ALICE).remaining()).isEqualTo(4_000);
        assertThat(reserve("many", Key.user("bob"), MINUTE).allowed()).isTrue();
        assertThat(log.lines())
                .containsExactly(
                        "WARNING policy \"many\" has 1000 open reservations of one key on this instance, and gets"
                                + " no other before one of them is settled, cancelled or over (1 times so far)");
    }

    @Test
    void reserve_oneOfAThousandHasEnded_hasItsPlace() {
        List<Reservation> made = reserve(1_000, "many");
        assertThat(made.get(0).settle(2)).isTrue();
        assertThat(reserve("many", ALICE, MINUTE).allowed()).isTrue();
        assertThat(made.get(1).cancel()).isTrue();
        assertThat(made.get(1).cancel()).as("one place").isFalse();
        assertThat(reserve("many", ALICE, Duration.ofHours(1)).allowed()).isTrue();
        assertThat(reserve("many", ALICE, MINUTE).allowed()).isFalse();
        clock.advance(MINUTE);
        assertThat(reserve(999, "many")).as("all but one are over").allMatch(Reservation::allowed);
        assertThat(reserve("many", ALICE, MINUTE).allowed()).isFalse();
    }

    @Test
    void reserve_refusedByTheLimit_leavesItsPlace() {
        for (int i = 0; i < 1_100; i++) {
            assertThat(reserve("requests", ALICE, MINUTE).refusal().map(Decision::policy))
                    .isEqualTo(i < 3 ? Optional.empty() : Optional.of("requests"));
        }
    }

    @Test
    void reserveAll_oneIsFull_noneIsCharged() {
        List<Reservation> made = reserve(1_000, "many");
        Reservation refused = bounded.reserve(
                List.of(new Reservation.Part("tokens", ALICE, 5), new Reservation.Part("many", ALICE, 1)), MINUTE);
        assertThat(refused.refusal().map(Decision::policy)).contains("many-reservations");
        assertThat(limiter.peek("tokens", ALICE).remaining()).isEqualTo(1000);
        made.forEach(each -> assertThat(each.cancel()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shadow", "off"})
    void reserve_policyThatDoesNotEnforce_refusesNobody(String policy) {
        assertThat(reserve(1_100, policy)).allMatch(Reservation::allowed);
    }
}
