package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.LimitControl;
import dev.weir.LimitOverride;
import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.RateLimiter;
import dev.weir.Slot;
import dev.weir.adaptive.Adaptation;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Fallback;
import dev.weir.core.Mode;
import dev.weir.core.Pace;
import dev.weir.core.Policy;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.override.Overrides;
import dev.weir.override.SharedOverrides;
import dev.weir.store.StoreFixtures;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator changes on one instance holds on both, whatever leases are out, and forgets nothing. */
class OperatorControlTest {

    private static final Key ALICE = Key.user("alice");
    private static final Key BOB = Key.user("bob");

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final Instance first = new Instance();
    private final Instance second = new Instance();

    private final List<String> changes = new ArrayList<>();

    private final class Instance {

        final FakeGrid own = new FakeGrid(grid);
        boolean clustered = true;
        final ClusterStore store = StoreFixtures.store(own);
        final Engine engine;
        final LimitControl control;

        Instance() {
            List<Policy> policies = List.of(
                    Engines.policy("api", "1000/1h"),
                    Engines.policy("free", "unlimited"),
                    Engines.policy("exports", "unlimited").withConcurrency(2),
                    Engines.policy("shadow", "5/1h", Mode.SHADOW),
                    Engines.policy("off", "5/1h", Mode.OFF),
                    Engines.policy("open", "5/1h").withFallback(Fallback.OPEN),
                    Engines.policy("closed", "5/1h").withFallback(Fallback.CLOSED),
                    Engines.policy("shadow-closed", "5/1h", Mode.SHADOW).withFallback(Fallback.CLOSED),
                    Policy.of("log", Algorithm.SLIDING_LOG, LimitReader.readAll("20/1s")),
                    Policy.of("remote", Algorithm.SLIDING_WINDOW, LimitReader.readAll("20/1s"))
                            .paced(new Pace(100, 20)),
                    Engines.policy("blocking", "3/1h").withBlock(BlockRule.lasting(600_000)));
            SharedOverrides overrides = new SharedOverrides(
                    store.texts(),
                    () -> "/shop",
                    new Overrides(clock, ZoneOffset.UTC),
                    new OncePerMinuteLog(new ListLogger(), clock));
            engine = new Engine(
                    store,
                    Engines.slots(),
                    Engines.storedKey(Optional.empty()),
                    (name, key) -> policies.stream()
                            .filter(policy -> policy.name().equals(name))
                            .findFirst(),
                    new CallPolicies(true),
                    Engines::budget,
                    overrides.present(),
                    Adaptation.none(),
                    DecisionListener.NONE);
            control = new OperatorControl(
                    engine,
                    Engines.storedKey(Optional.empty()),
                    overrides,
                    clock,
                    ZoneOffset.UTC,
                    Set.of("premium"),
                    () -> "application",
                    (override, change) -> changes.add(change + " " + override.kind()),
                    new OperatorControl.Cluster(() -> clustered, 250));
        }

        RateLimiter limiter() {
            return engine;
        }
    }

    @Test
    void block_keyThatAsksForASlot_isRefusedUntilItIsUnblocked() {
        first.control.block("exports", ALICE, null, "abuse");
        Slot refused = first.limiter().slot("exports", ALICE);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.refusal().orElseThrow().blocked()).isTrue();
        assertThat(first.limiter().slot("exports", BOB).allowed()).isTrue();
        first.control.unblock("exports", ALICE);
        assertThat(first.limiter().slot("exports", ALICE).allowed()).isTrue();
    }

    @Test
    void limit_windowForWhichCountersAreNotKept_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.control.limit("api", ALICE, "500/1d", null, "test"))
                .withMessageContaining("policy api keeps its counters for less time than the windows of [500/1d] need");
        assertThat(first.control.overrides()).isEmpty();
    }

    @Test
    void limit_moreThanALogCounts_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.control.limit("log", ALICE, "129/1s", Duration.ofHours(1), "incident"))
                .withMessageContaining("permits must be <= 128 with sliding-log");
    }

    @Test
    void limit_ofAPacedPolicy_isNarrowerThanItSays() {
        first.control.limit("remote", ALICE, "10/1s", Duration.ofHours(1), "incident");
        PolicyDecision decision = first.engine.peek("remote", ALICE);
        assertThat(decision.limit()).contains(new Limit(10, 1_020, 10));
        first.control.limit("remote", ALICE, "3200/1s", Duration.ofHours(1), "contract");
        assertThat(first.engine.peek("remote", ALICE).limit()).contains(new Limit(3_150, 1_020, 50));
    }

    private void passSeconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.store.tick();
            second.store.tick();
        }
    }

    /** Takes permits until refused, or {@code most}. */
    private int admitted(Instance instance, Key key, int most) {
        int admitted = 0;
        while (admitted < most && instance.limiter().acquire("api", key).allowed()) {
            admitted++;
        }
        return admitted;
    }

    /** Uses the key often enough on the instance that it has a lease. */
    private int withLease(Instance instance) {
        int used = 0;
        while (instance.limiter().acquire("api", ALICE).source() != dev.weir.Source.LEASE) {
            passSeconds(1);
            used++;
            assertThat(used).isLessThan(100);
        }
        return used + 1;
    }

    @Test
    void limit_ofAKeyThatAnotherInstanceHasOnLease_holdsThereWithinTwoSecondsAndKeepsWhatWasUsed() {
        int used = withLease(second);
        first.control.limit("api", ALICE, "40/1h", null, "incident");
        passSeconds(2);
        assertThat(used + admitted(second, ALICE, 100) + admitted(first, ALICE, 100))
                .as("all that was admitted")
                .isEqualTo(40);
        assertThat(first.limiter().peek("api", BOB).limit().orElseThrow().permits())
                .isEqualTo(1_000);
    }

    @Test
    void limit_thatIsRaised_admitsWhatWasRefused() {
        assertThat(admitted(first, ALICE, 2_000)).isEqualTo(1_000);
        assertThat(second.limiter().acquire("api", ALICE).allowed()).isFalse();
        second.control.limit("api", ALICE, "1010/1h", null, "support case");
        passSeconds(2);
        assertThat(admitted(first, ALICE, 100)).isEqualTo(10);
    }

    @Test
    void limit_ofTheWholePolicy_holdsForAllKeysWithoutTheirOwn() {
        first.control.limit("api", ALICE, "7/1h", null, "her own");
        first.control.limit("api", "3/1h", null, "incident");
        passSeconds(2);
        assertThat(admitted(second, ALICE, 100)).isEqualTo(7);
        assertThat(admitted(second, BOB, 100)).isEqualTo(3);
    }

    @Test
    void limit_whoseTimeIsOver_givesWayToTheConfiguration() {
        first.control.limit("api", ALICE, "3/1h", Duration.ofSeconds(10), "incident");
        assertThat(admitted(first, ALICE, 100)).isEqualTo(3);
        passSeconds(10);
        assertThat(admitted(first, ALICE, 2_000)).isEqualTo(997);
        assertThat(first.control.overrides()).isEmpty();
    }

    @Test
    void remove_limit_givesWayToTheConfigurationOnAllInstances() {
        first.control.limit("api", ALICE, "3/1h", null, "incident");
        passSeconds(2);
        second.control.remove(second.control.overrides().get(0));
        passSeconds(2);
        assertThat(first.limiter().peek("api", ALICE).limit().orElseThrow().permits())
                .isEqualTo(1_000);
    }

    @Test
    void block_keyThatAnotherInstanceHasOnLease_isRefusedThereWithinTwoSeconds() {
        withLease(second);
        first.control.block("api", ALICE, Duration.ofMinutes(10), "scan");
        passSeconds(2);
        Decision refused = second.limiter().acquire("api", ALICE);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.blocked()).isTrue();
        assertThat(refused.retryAfter()).contains(Duration.ofMinutes(10).minusSeconds(2));
        assertThat(second.limiter().acquire("api", BOB).allowed()).isTrue();
        passSeconds(598);
        assertThat(second.limiter().acquire("api", ALICE).allowed()).isTrue();
    }

    @Test
    void unblock_key_isDecidedByItsCountersAgain() {
        first.limiter().acquire("api", ALICE, 10);
        first.control.block("api", ALICE, null, "scan");
        passSeconds(2);
        assertThat(second.limiter().acquire("api", ALICE).blocked()).isTrue();
        second.control.unblock("api", ALICE);
        passSeconds(2);
        assertThat(first.limiter().acquire("api", ALICE).remaining()).isEqualTo(989);
    }

    @Test
    void unblock_keyThatBlockedItself_isDecidedByItsCountersAgain() {
        for (int i = 0; i < 4; i++) {
            first.limiter().acquire("blocking", ALICE);
        }
        assertThat(second.limiter().acquire("blocking", ALICE).blocked()).isTrue();
        second.control.unblock("blocking", ALICE);
        passSeconds(2);
        assertThat(first.limiter().peek("blocking", ALICE).blocked()).isFalse();
        assertThat(first.limiter().peek("blocking", ALICE).allowed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"free, true", "shadow, false", "off, false"})
    void block_policyThatCountsNothingOrDoesNotEnforce_refusesWhereItEnforces(String policy, boolean refused) {
        first.control.block(policy, ALICE, null, "scan");
        Decision decision = first.limiter().acquire(policy, ALICE);
        assertThat(decision.allowed()).isEqualTo(!refused);
        assertThat(decision.blocked()).isEqualTo(refused);
    }

    @Test
    void block_oneOfSeveralPolicies_chargesNoneOfThem() {
        first.control.block("free", ALICE, null, "scan");
        List<PolicyDecision> decisions =
                first.engine.acquireAll(List.of(charge("api"), charge("free")), Engines.budget());
        assertThat(decisions).extracting(PolicyDecision::allowed).containsExactly(true, false);
        assertThat(first.limiter().peek("api", ALICE).remaining()).isEqualTo(1_000);
    }

    private Charge charge(String policy) {
        return first.engine.charge(first.engine.requirePolicy(policy, ALICE), ALICE, 1);
    }

    @Test
    void tier_ofAKey_isKnownToTheOtherInstance() {
        first.control.tier("api", ALICE, "premium", null, "upgraded");
        passSeconds(2);
        assertThat(second.control.overrides()).extracting(LimitOverride::value).containsExactly("premium");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.control.tier("api", ALICE, "premum", null, "upgraded"))
                .withMessage("no such tier, was \"premum\"");
    }

    @Test
    void overrides_ofAnotherInstance_sayWhoWhenAndWhy() {
        first.control.as("carol").block("api", ALICE, Duration.ofDays(1), "scan");
        passSeconds(2);
        LimitOverride found = second.control.overrides().get(0);
        assertThat(found.key()).contains("u:alice");
        assertThat(found.by()).isEqualTo("carol");
        assertThat(found.reason()).isEqualTo("scan");
        assertThat(found.since()).isEqualTo(clock.instant().minusSeconds(2));
        assertThat(found.until()).contains(found.since().plus(Duration.ofDays(1)));
        assertThat(found.toString()).doesNotContain("alice");
    }

    @Test
    void limit_withoutAReasonThatFits_isCut() {
        first.control.as("a".repeat(500)).limit("api", "5/1h", null, "b".repeat(500));
        LimitOverride made = first.control.overrides().get(0);
        assertThat(made.reason()).hasSize(LimitControl.LONGEST_TEXT);
        assertThat(made.by()).hasSize(LimitControl.LONGEST_TEXT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope | 5/1h | 1 | no such policy, was \"nope\"",
                "api | 5/1y | 1 | unknown unit, was \"5/1y\"",
                "api | -5/1m | 1 | permits must be >= 0, was \"-5/1m\"",
                "api | 5/1h | 0 | duration must be 1 ms to 366 days, was PT0S",
                "api | 5/1h | -1 | duration must be 1 ms to 366 days, was PT-0.001S",
                "api | 5/1h | 99999999999 | duration must be 1 ms to 366 days, was PT27777H46M39.999S",
            })
    void limit_wrongArgument_saysWhichRuleItBreaks(String policy, String limit, long millis, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.control.limit(policy, ALICE, limit, Duration.ofMillis(millis), "why"))
                .withMessage(message);
        assertThat(first.control.overrides()).isEmpty();
    }

    @Test
    void limit_clusterThatFails_throwsAndSaysWhatToDo() {
        first.own.behaviour = FakeGrid.Behaviour.FAILING;
        assertThatIllegalStateException()
                .isThrownBy(() -> first.control.limit("api", "5/1h", null, "incident"))
                .withMessageContaining("repeat it");
    }

    /** The overrides are at members that answer, and the counters at one that does not. */
    private void freezeCounters() {
        first.own.frozen = id -> !first.own.board.texts.containsKey(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "open", "closed", "shadow", "shadow-closed"})
    void unblockAndReset_counterOfASilentMember_areNotSaidToBeMade(String policy) {
        first.control.block(policy, ALICE, null, "why");
        freezeCounters();
        assertThatIllegalStateException()
                .isThrownBy(() -> first.control.reset(policy, ALICE))
                .withMessageContaining("repeat it");
        assertThatIllegalStateException()
                .isThrownBy(() -> first.control.unblock(policy, ALICE))
                .withMessageContaining("repeat it");
        assertThat(first.control.overrides()).as("this was told").isEmpty();
    }

    @Test
    void unblockAndReset_nothingToTellTheCluster_areMade() {
        first.control.block("free", ALICE, null, "why");
        first.control.block("api", ALICE, null, "why");
        freezeCounters();
        first.control.reset("free", ALICE);
        first.control.unblock("free", ALICE);
        first.clustered = false;
        first.control.reset("api", ALICE);
        first.control.unblock("api", ALICE);
    }

    @Test
    void block_silentCluster_saysSoAndIsToldWhenItIsMade() {
        first.own.behaviour = FakeGrid.Behaviour.SILENT;
        assertThatIllegalStateException()
                .isThrownBy(() -> first.control.block("api", ALICE, null, "why"))
                .withMessageContaining("may or may not");
        assertThat(changes).isEmpty();
        first.own.thaw();
        assertThat(changes).containsExactly("ADDED BLOCK");
        assertThat(first.limiter().acquire("api", ALICE).blocked()).isTrue();
    }

    @Test
    void limit_durationThatOverflows_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.control.limit("api", "5/1h", Duration.ofSeconds(Long.MAX_VALUE), "incident"));
    }

    @Test
    void limit_textThatIsTooLongToBeKept_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.control.limit("api", ALICE, "0".repeat(5_000) + "5/1h", null, "incident"))
                .withMessageContaining("5004");
        assertThat(first.control.overrides()).isEmpty();
    }

    @Test
    void changes_areTold_whereTheyAreMade() {
        first.control.block("api", ALICE, null, "why");
        passSeconds(2);
        second.control.unblock("api", ALICE);
        second.control.unblock("api", ALICE);
        first.control.limit("api", "5/1h", null, "why");
        LimitOverride limit = first.control.overrides().get(0);
        assertThat(first.control.remove(limit)).isTrue();
        assertThat(first.control.remove(limit)).isFalse();
        assertThat(changes).containsExactly("ADDED BLOCK", "REMOVED BLOCK", "ADDED LIMIT", "REMOVED LIMIT");
    }
}
