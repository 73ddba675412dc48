package dev.weir.metrics;

import static dev.weir.metrics.RequestOutcome.ALLOWED;
import static dev.weir.metrics.RequestOutcome.BLOCKED;
import static dev.weir.metrics.RequestOutcome.EXEMPT;
import static dev.weir.metrics.RequestOutcome.REFUSED;
import static dev.weir.metrics.RequestOutcome.SHADOW_REFUSED;
import static dev.weir.metrics.RequestOutcome.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.Reservation;
import dev.weir.Source;
import dev.weir.adaptive.Adaptation;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Fallback;
import dev.weir.core.Mode;
import dev.weir.core.Pace;
import dev.weir.core.Policy;
import dev.weir.core.Verdict;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.Charge;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.PolicyDecision;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.override.Overrides;
import dev.weir.spi.TakenPermits;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import dev.weir.store.memory.LocalSlots;
import dev.weir.store.memory.LocalStore;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DecisionMetricsTest {

    private static final Key ALICE = Key.user("alice");
    private static final int NEAR = 8_000;

    private final MutableClock clock = new MutableClock();
    private final DecisionMetrics metrics = new DecisionMetrics(NEAR, clock::nanoTime);
    private final Policy reports = policy("reports", "10/1h").withBlock(BlockRule.lasting(300_000));
    private final Policy shadow = policy("shadow", "1/1h").withMode(Mode.SHADOW);
    private final Policy narrow = policy("narrow", "1/1h");
    private final Policy unlimited = policy("unlimited", "unlimited");
    private final Policy paced = policy("paced", "1/1h").paced(new Pace(100, 0));
    private final Engine engine = engine(reports, shadow, narrow, unlimited, paced);

    private static Policy policy(String name, String limits) {
        return Policy.of(name, Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits));
    }

    private Engine engine(Policy... policies) {
        ClientAddress peers = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64);
        return new Engine(
                new LocalStore(clock, 1_000),
                new LocalSlots(clock, 1_000),
                new KeyCodec(peers, Optional.empty(), UnaryOperator.identity(), () -> "/"),
                (name, key) -> Arrays.stream(policies)
                        .filter(policy -> policy.name().equals(name))
                        .findFirst(),
                new CallPolicies(true),
                () -> new WaitBudget(0, () -> 0),
                Overrides.none(),
                Adaptation.none(),
                metrics);
    }

    private long count(Policy policy, RequestOutcome outcome) {
        return metrics.of(policy.name()).of(outcome);
    }

    private void acquire(Policy policy, int times) {
        for (int i = 0; i < times; i++) {
            var unused = engine.acquire(policy.name(), ALICE, 1);
        }
    }

    private List<PolicyDecision> acquireAll(Policy... policies) {
        List<Charge> charges = Arrays.stream(policies)
                .map(policy -> new Charge(policy, ALICE, 1))
                .toList();
        List<PolicyDecision> decisions = engine.acquireAll(charges, engine.newBudget());
        engine.listener().decided(decisions);
        return decisions;
    }

    @Test
    void decided_twelveRequestsAtTenWithABlock_oneIsRefusedAndOneIsBlocked() {
        acquire(reports, 12);
        assertThat(count(reports, ALLOWED)).isEqualTo(10);
        assertThat(count(reports, REFUSED)).isEqualTo(1);
        assertThat(count(reports, BLOCKED)).isEqualTo(1);
        assertThat(metrics.sum(Source.LOCAL)).isEqualTo(12);
    }

    @Test
    void decided_nextBlock_beginsWithARefusalAgain() {
        acquire(reports, 13);
        clock.advance(Duration.ofMinutes(6));
        acquire(reports, 3);
        assertThat(count(reports, REFUSED)).isEqualTo(2);
        assertThat(count(reports, BLOCKED)).isEqualTo(4);
    }

    @Test
    void decided_blockAfterTwoRefusals_bothAreRefused() {
        Policy later = policy("later", "1/1h").withBlock(new BlockRule(60_000, 2, 60_000, 100, 0, 60_000, false));
        Engine other = engine(later);
        for (int i = 0; i < 5; i++) {
            var unused = other.acquire("later", ALICE, 1);
        }
        assertThat(count(later, REFUSED)).isEqualTo(2);
        assertThat(count(later, BLOCKED)).isEqualTo(2);
    }

    @Test
    void decided_withoutABlock_isRefusedEachTime() {
        acquire(narrow, 5);
        assertThat(count(narrow, REFUSED)).isEqualTo(4);
        assertThat(count(narrow, BLOCKED)).isZero();
    }

    @Test
    void decided_shadow_wouldBeRefused() {
        acquire(shadow, 3);
        assertThat(count(shadow, ALLOWED)).isEqualTo(1);
        assertThat(count(shadow, SHADOW_REFUSED)).isEqualTo(2);
    }

    @Test
    void decided_unlimited_isAllowed() {
        acquire(unlimited, 2);
        assertThat(count(unlimited, ALLOWED)).isEqualTo(2);
    }

    @Test
    void decided_closedFallback_isUnavailable() {
        metrics.decided(undecided(narrow.withFallback(Fallback.CLOSED), false));
        metrics.decided(undecided(narrow.withFallback(Fallback.OPEN), true));
        assertThat(count(narrow, UNAVAILABLE)).isEqualTo(1);
        assertThat(count(narrow, ALLOWED)).isEqualTo(1);
    }

    private static PolicyDecision undecided(Policy policy, boolean admits) {
        return new PolicyDecision(new Charge(policy, ALICE, 1), new StoreResult.Undecided(admits), true);
    }

    @Test
    void decided_anotherPolicyRefuses_countsForThatOneAlone() {
        acquireAll(reports, narrow);
        acquireAll(reports, narrow);
        assertThat(count(reports, ALLOWED)).isEqualTo(1);
        assertThat(count(reports, REFUSED)).isZero();
        assertThat(count(narrow, ALLOWED)).isEqualTo(1);
        assertThat(count(narrow, REFUSED)).isEqualTo(1);
    }

    @Test
    void decided_severalKeysOfOnePolicy_isOneRequestThatTheFirstRefusalDecides() {
        List<Charge> charges = List.of(new Charge(narrow, ALICE, 1), new Charge(narrow, Key.user("bob"), 1));
        engine.listener().decided(engine.acquireAll(charges, engine.newBudget()));
        assertThat(count(narrow, ALLOWED)).isEqualTo(1);
        engine.listener().decided(engine.acquireAll(charges, engine.newBudget()));
        assertThat(count(narrow, ALLOWED)).isEqualTo(1);
        assertThat(count(narrow, REFUSED)).isEqualTo(1);
    }

    /** Of whom each decision has to be told, and how often a number was drawn for it. */
    private static final class Told implements SampledDecisions {

        final List<String> keys = new ArrayList<>();
        int drawn;

        @Override
        public void decided(PolicyDecision decision) {
            keys.add(decision.charge().counter().key().value());
        }

        @Override
        public void decided(PolicyDecision decision, int number) {
            drawn++;
            decided(decision);
        }
    }

    @Test
    void decided_severalKeysOfOnePolicy_eachIsTold() {
        Told told = new Told();
        metrics.tellAll(told, changed -> {});
        List<Charge> charges = List.of(new Charge(reports, ALICE, 1), new Charge(reports, Key.user("bob"), 1));
        engine.listener().decided(engine.acquireAll(charges, engine.newBudget()));
        assertThat(told.keys).containsExactly("alice", "bob");
        assertThat(count(reports, ALLOWED)).isEqualTo(1);
    }

    @Test
    void decided_fromALeaseOrNot_eachIsToldOnce() {
        Told told = new Told();
        metrics.tellAll(told, changed -> {});
        Policy hot = policy("hot", "1000/1h");
        Engine other = engine(hot);
        for (int i = 0; i < 1_100; i++) {
            var unused = other.acquire("hot", ALICE, 1);
        }
        assertThat(told.keys).hasSize(1_100);
        assertThat(told.drawn).as("from a lease that leaves enough").isBetween(700, 800);
    }

    @Test
    void decided_policyOfOtherLeases_countsByItsOwnSource() {
        Charge charge = new Charge(policy("hot", "1000/1h"), ALICE, 1);
        Verdict verdict = new Verdict(true, false, 0, OptionalLong.of(0), List.of());
        for (Source source : List.of(Source.LOCAL, Source.LOCAL, Source.LEASE, Source.LEASE, Source.LOCAL)) {
            metrics.decided(new PolicyDecision(charge, new StoreResult.Decided(verdict, source, 0, 900), true));
        }
        assertThat(metrics.sum(Source.LOCAL)).isEqualTo(3);
        assertThat(metrics.sum(Source.LEASE)).isEqualTo(2);
    }

    @Test
    void decided_tookNothingThoughALeaseIsLeft_countsNothing() {
        Charge charge = new Charge(policy("hot", "1000/1h"), ALICE, 1);
        Verdict verdict = new Verdict(true, false, 0, OptionalLong.of(0), List.of());
        StoreResult answer = new StoreResult.Decided(verdict, Source.LEASE, 0, 900);
        metrics.decided(new PolicyDecision(charge, answer, true));
        metrics.decided(new PolicyDecision(charge, answer, false));
        assertThat(metrics.sum(Source.LEASE)).isEqualTo(1);
    }

    @Test
    void decided_peekResetAndSettlement_areNoRequests() {
        var unused = engine.peek("narrow", ALICE);
        engine.reset("narrow", ALICE);
        assertThat(metrics.sum(Source.LOCAL)).isZero();
        try (Reservation reservation =
                engine.reserveAll(List.of(new Reservation.Part("reports", ALICE, 3)), Duration.ofHours(1))) {
            reservation.settle(1);
        }
        assertThat(count(reports, ALLOWED)).isEqualTo(1);
    }

    @Test
    void decided_callsOfAllow_areOnePolicy() {
        for (int i = 1; i < 20; i++) {
            boolean unused = engine.allow("k", i, Duration.ofMinutes(i));
        }
        assertThat(metrics.names()).containsExactly("allow");
        assertThat(metrics.of("allow").of(ALLOWED)).isEqualTo(19);
        assertThat(metrics.of("allow-list").of(ALLOWED)).isZero();
    }

    @Test
    void decided_lessThanAFifthLeft_isNearTheLimit() {
        acquire(reports, 8);
        assertThat(metrics.of("reports").nearLimit()).isZero();
        acquire(reports, 4);
        assertThat(metrics.of("reports").nearLimit()).isEqualTo(2);
    }

    @Test
    void decided_fromALease_isNearTheLimitAtTheSamePermit() {
        Policy hot = policy("hot", "10000/1h");
        Engine other = engine(hot);
        for (int i = 0; i < 8_000; i++) {
            var unused = other.acquire("hot", ALICE, 1);
        }
        assertThat(metrics.of("hot").nearLimit()).isZero();
        for (int i = 0; i < 5; i++) {
            var unused = other.acquire("hot", ALICE, 1);
        }
        assertThat(metrics.of("hot").nearLimit()).isEqualTo(5);
    }

    @Test
    void decided_fromALeaseOfTwoLimits_isNearTheTighterOne() {
        Policy two = policy("two", "10000/1h,1000/1m");
        Engine other = engine(two);
        for (int i = 0; i < 810; i++) {
            var unused = other.acquire("two", ALICE, 1);
        }
        assertThat(metrics.of("two").nearLimit()).isEqualTo(10);
        assertThat(count(two, ALLOWED)).isEqualTo(810);
    }

    @Test
    void decided_otherLimitsUnderTheSameName_areNearByTheirOwn() {
        Policy small = policy("tiered", "1000/1h");
        Policy large = policy("tiered", "10000/1h");
        Engine one = engine(small);
        for (int i = 0; i < 100; i++) {
            var unused = one.acquire("tiered", ALICE, 1);
        }
        Engine other = engine(large);
        for (int i = 0; i < 8_500; i++) {
            var unused = other.acquire("tiered", ALICE, 1);
        }
        assertThat(metrics.of("tiered").nearLimit()).isEqualTo(500);
        assertThat(count(large, ALLOWED)).isEqualTo(8_600);
    }

    @Test
    void decided_manyThreadsWhileSecondsPass_noneIsLost() throws InterruptedException {
        Policy hot = policy("hot", "1000000/1h");
        Engine other = engine(hot);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    var unused = other.acquire("hot", ALICE, 1);
                }
            });
            thread.start();
            threads.add(thread);
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            metrics.tick();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(count(hot, ALLOWED)).isEqualTo(80_000);
        assertThat(metrics.sum(Source.LOCAL)).isEqualTo(80_000);
        assertThat(metrics.of("hot").nearLimit()).isZero();
    }

    @Test
    void exempt_request_isNoDecision() {
        metrics.exempt("narrow");
        assertThat(count(narrow, EXEMPT)).isEqualTo(1);
        assertThat(metrics.sum(Source.LOCAL)).isZero();
    }

    @Test
    void fellBack_ownError_isCountedAsOne() {
        metrics.fellBack(undecided(narrow.withFallback(Fallback.CLOSED), false));
        assertThat(metrics.ownErrors()).isEqualTo(1);
        assertThat(count(narrow, UNAVAILABLE)).isEqualTo(1);
    }

    @Test
    void took_waits_areCountedExactlyByThreshold() {
        for (long millis : new long[] {1, 5, 6, 50, 51, 100, 101}) {
            metrics.took(0, TimeUnit.MILLISECONDS.toNanos(millis));
        }
        assertThat(List.of(metrics.over(0), metrics.over(1), metrics.over(2))).containsExactly(5L, 3L, 1L);
        metrics.tick();
        assertThat(metrics.times().latest().p50()).isCloseTo(50_000_000, within());
    }

    @Test
    void took_sampledDecisions_standForTheOthers() {
        for (int i = 0; i < 1_000; i++) {
            acquire(unlimited, 1);
        }
        for (int i = 0; i < 60; i++) {
            metrics.took(0, TimeUnit.MILLISECONDS.toNanos(20));
        }
        metrics.tick();
        assertThat(metrics.times().latest().p50()).isLessThan(100);
        assertThat(metrics.times().latest().p99()).isCloseTo(20_000_000, within());
    }

    @Test
    void begin_eachSecond_timesTheFirstDecisions() {
        assertThat(timed(300)).isEqualTo(DecisionMetrics.SAMPLES);
        assertThat(timed(300)).isZero();
        metrics.tick();
        assertThat(timed(300)).isEqualTo(DecisionMetrics.SAMPLES);
    }

    private int timed(int decisions) {
        int timed = 0;
        for (int i = 0; i < decisions; i++) {
            timed += metrics.begin() == 0 ? 0 : 1;
        }
        return timed;
    }

    private static org.assertj.core.data.Percentage within() {
        return org.assertj.core.data.Percentage.withPercentage(1);
    }

    @Test
    void take_callThatWaits_countsWhenItIsAdmitted() {
        List<Reservation.Part> parts = List.of(new Reservation.Part("paced", ALICE, 1));
        TakenPermits first = engine.take(parts, Duration.ofSeconds(30));
        assertThat(engine.take(parts, Duration.ofSeconds(30)).allowed()).isFalse();
        assertThat(engine.take(parts, Duration.ZERO).allowed()).isFalse();
        assertThat(count(paced, RequestOutcome.ALLOWED)).isOne();
        assertThat(count(paced, RequestOutcome.REFUSED)).isZero();
        assertThat(first.cancel()).isTrue();
        assertThat(engine.take(parts, Duration.ofSeconds(30)).allowed()).isTrue();
        assertThat(count(paced, RequestOutcome.ALLOWED)).isEqualTo(2);
    }

    @Test
    void refusal_ofARequestUnderAPacedPolicy_counts() {
        assertThat(engine.acquire("paced", ALICE).allowed()).isTrue();
        assertThat(engine.acquire("paced", ALICE).allowed()).isFalse();
        assertThat(count(paced, RequestOutcome.REFUSED)).isOne();
        Reservation.Part part = new Reservation.Part("narrow", ALICE, 1);
        assertThat(engine.take(List.of(part), Duration.ZERO).allowed()).isTrue();
        assertThat(engine.take(List.of(part), Duration.ZERO).allowed()).isFalse();
        assertThat(count(narrow, RequestOutcome.REFUSED)).isOne();
    }
}
