package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.MutableClock;
import dev.weir.adaptive.Adaptation;
import dev.weir.adaptive.Suspects;
import dev.weir.config.rule.AdaptiveRule;
import dev.weir.core.BlockRule;
import dev.weir.core.Policy;
import dev.weir.override.Overrides;
import dev.weir.store.memory.LocalStore;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdaptiveEngineTest {

    private static final AdaptiveRule RULE = new AdaptiveRule(1_000, 500, 50);

    private final MutableClock clock = new MutableClock();
    private final LocalStore store = new LocalStore(clock, 1_000);
    private final Suspects suspects = Suspects.alone(clock, 1_000);
    private final Adaptation adaptation =
            new Adaptation(() -> Map.of("api", RULE, "blocking", RULE), suspects, (one, other) -> true, clock);
    private final Policy api = Engines.policy("api", "100/1h");
    private final Policy blocking = Engines.policy("blocking", "10/1m").withBlock(BlockRule.lasting(60_000));
    private final Policy plain = Engines.policy("plain", "100/1h");
    private final Map<String, Policy> policies = Map.of("api", api, "blocking", blocking, "plain", plain);
    private final Overrides overrides = new Overrides(clock, ZoneOffset.UTC);
    private final Engine engine = new Engine(
            store,
            Engines.slots(),
            Engines.storedKey(Optional.empty()),
            (name, key) -> Optional.ofNullable(policies.get(name)),
            new CallPolicies(true),
            Engines::budget,
            overrides,
            adaptation,
            DecisionListener.NONE);

    private Decision acquire(String policy) {
        return engine.acquire(policy, Engines.ALICE);
    }

    private int admitted(String policy, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += acquire(policy).allowed() ? 1 : 0;
        }
        return admitted;
    }

    private void badWindows(int number) {
        for (int i = 0; i < number; i++) {
            for (int j = 0; j < 20; j++) {
                adaptation.ended(2_000, 200);
            }
            clock.advance(Duration.ofSeconds(10));
        }
    }

    private static boolean byPressure(Decision decision) {
        return ((PolicyDecision) decision).byPressure();
    }

    @Test
    void charge_notAdaptive_isThePolicyItself() {
        badWindows(5);
        Charge charge = engine.charge(plain, Engines.ALICE, 1);
        assertThat(charge).isEqualTo(new Charge(plain, Engines.ALICE, 1));
        assertThat(charge.policy()).isSameAs(plain);
        assertThat(admitted("plain", 300)).isEqualTo(100);
        assertThat(acquire("plain").level()).isZero();
        assertThat(adaptation.raised()).isZero();
    }

    @Test
    void acquire_underPressure_admitsThatMuchLess() {
        badWindows(3);
        assertThat(adaptation.percentages()).containsEntry("api", 70).containsOnlyKeys("api", "blocking");
        assertThat(admitted("api", 90)).isEqualTo(70);
    }

    @Test
    void acquire_refusedByPressureAlone_saysSo() {
        badWindows(1);
        assertThat(admitted("api", 90)).isEqualTo(90);
        Decision refusal = acquire("api");
        assertThat(refusal.allowed()).isFalse();
        assertThat(byPressure(refusal)).isTrue();
        assertThat(refusal.level()).isZero();
    }

    @Test
    void acquire_limitUsedUpBefore_isNotRefusedByPressure() {
        assertThat(admitted("api", 100)).isEqualTo(100);
        badWindows(1);
        assertThat(byPressure(acquire("api"))).isFalse();
    }

    @Test
    void acquire_shrunk_tellsTheConfiguredLimitAndWhatIsLeft() {
        badWindows(5);
        Decision admitted = acquire("api");
        assertThat(admitted.limit())
                .hasValueSatisfying(limit -> assertThat(limit).hasToString("100/1h"));
        assertThat(admitted.remaining()).isEqualTo(49);
        admitted("api", 49);
        assertThat(acquire("api").limit())
                .hasValueSatisfying(limit -> assertThat(limit.permits()).isEqualTo(100));
        assertThat(acquire("api").remaining()).isZero();
    }

    @Test
    void acquire_pressureEnds_admitsAtOnceWhoWasRefused() {
        badWindows(1);
        assertThat(admitted("api", 93)).isEqualTo(90);
        clock.advance(Duration.ofSeconds(10));
        assertThat(admitted("api", 8)).as("95 % of the limit").isEqualTo(5);
        clock.advance(Duration.ofSeconds(10));
        assertThat(admitted("api", 8)).as("never above the limit").isEqualTo(5);
    }

    @Test
    void acquire_pressureGoesOn_retryAfterIsTrueAllTheSame() {
        for (int i = 0; i < 60; i++) {
            assertThat(acquire("api").allowed()).isTrue();
            clock.advance(Duration.ofMinutes(1));
        }
        badWindows(1);
        admitted("api", 100);
        Duration wait = acquire("api").retryAfter().orElseThrow();
        badWindows(4);
        assertThat(acquire("api").allowed()).isFalse();
        clock.advance(wait.minus(Duration.ofSeconds(41)));
        badWindows(1);
        clock.advance(Duration.ofSeconds(31));
        assertThat(acquire("api").allowed()).isTrue();
    }

    @Test
    void acquire_refusedByPressure_beginsNoBlock() {
        badWindows(5);
        assertThat(admitted("blocking", 10)).isEqualTo(5);
        assertThat(acquire("blocking").blocked()).isFalse();
        clock.advance(Duration.ofMinutes(5));
        assertThat(admitted("blocking", 10)).isEqualTo(10);
        assertThat(acquire("blocking").blocked()).isTrue();
    }

    @Test
    void acquire_blockThatBeganBefore_lastsUnderPressure() {
        admitted("blocking", 11);
        badWindows(2);
        assertThat(acquire("blocking").blocked()).isTrue();
        assertThat(byPressure(acquire("blocking"))).isFalse();
    }

    @Test
    void acquire_block_raisesTheLevelOnce() {
        admitted("blocking", 10);
        assertThat(adaptation.raised()).isZero();
        admitted("blocking", 10);
        assertThat(adaptation.raised()).isOne();
        clock.advance(Duration.ofSeconds(61));
        assertThat(acquire("blocking").level()).isOne();
    }

    @Test
    void acquire_shorterBlocksThanTheWait_countEach() {
        Policy brief = Engines.policy("blocking", "1/1h").withBlock(BlockRule.lasting(1_000));
        for (int i = 0; i < 4; i++) {
            var unused = engine.acquireAll(List.of(engine.charge(brief, Engines.ALICE, 1)), Engines.budget());
            clock.advance(Duration.ofMillis(1_001));
        }
        assertThat(adaptation.raised()).as("three blocks").isEqualTo(3);
    }

    @Test
    void acquire_aHundredRefusals_takeFifteenPercent() {
        admitted("api", 199);
        assertThat(acquire("api").level()).as("of the hundredth itself").isZero();
        assertThat(acquire("api").level()).isOne();
        clock.advance(Duration.ofMinutes(66));
        assertThat(acquire("api").level()).as("quiet for more than ten minutes").isZero();
    }

    @Test
    void acquire_distrusted_isANormalRefusal() {
        admitted("api", 200);
        Policy smaller = engine.charge(api, Engines.ALICE, 1).policy();
        assertThat(smaller.limits()).hasToString("[85/1h]");
        assertThat(byPressure(acquire("api"))).isFalse();
        badWindows(5);
        assertThat(engine.charge(api, Engines.ALICE, 1).policy().limits()).hasToString("[42/1h]");
    }

    @Test
    void acquire_refusalThatRaisesTheLevel_tellsTheWaitOfThatLevel() {
        for (int i = 0; i < 20; i++) {
            assertThat(admitted("api", 5)).isEqualTo(5);
            clock.advance(Duration.ofMinutes(2));
        }
        admitted("api", 99);
        Duration wait = acquire("api").retryAfter().orElseThrow();
        // the level is gone by then; before that, fifteen more would have to come back
        assertThat(wait).isGreaterThan(Duration.ofMinutes(21));
        clock.advance(wait);
        assertThat(acquire("api").allowed()).isTrue();
    }

    @Test
    void answered_rejections_countAgainstTheKey() {
        List<PolicyDecision> decisions =
                engine.acquireAll(List.of(engine.charge(api, Engines.ALICE, 1)), Engines.budget());
        for (int i = 0; i < 20; i++) {
            engine.answered(decisions, 404);
        }
        assertThat(acquire("api").level()).isOne();
        List<PolicyDecision> others =
                engine.acquireAll(List.of(engine.charge(plain, Engines.ALICE, 1)), Engines.budget());
        for (int i = 0; i < 100; i++) {
            engine.answered(others, 404);
        }
        assertThat(acquire("plain").level()).isZero();
        assertThat(adaptation.levels().get("api")).containsExactly(1, 0, 0, 0, 0);
    }

    @Test
    void reset_forgetsTheLevel() {
        admitted("api", 300);
        engine.reset("api", Engines.ALICE);
        assertThat(acquire("api").level()).isZero();
        assertThat(admitted("api", 200)).isEqualTo(99);
    }

    @Test
    void acquire_bucketThatCannotShrink_keepsItsLimit() {
        Adaptation stubborn =
                new Adaptation(() -> Map.of("api", RULE), suspects, (one, other) -> one.equals(other), clock);
        for (int j = 0; j < 20; j++) {
            stubborn.ended(2_000, 500);
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(stubborn.policy(stubborn.capacity(api, () -> "u:alice").orElseThrow(), 1))
                .isSameAs(api);
    }
}
