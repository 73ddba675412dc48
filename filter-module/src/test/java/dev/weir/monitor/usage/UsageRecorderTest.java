package dev.weir.monitor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.adaptive.Capacity;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.engine.Charge;
import dev.weir.engine.PolicyDecision;
import dev.weir.metrics.Measurements.Outcomes;
import dev.weir.store.CounterId;
import dev.weir.store.WaitBudget;
import dev.weir.store.memory.LocalStore;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageRecorderTest {

    private static final Key ALICE = Key.user("alice");

    private final MutableClock clock = new MutableClock();
    private final Map<String, Outcomes> outcomes = new HashMap<>();
    private final KeptTexts database = new KeptTexts();
    private final UsageRecorder recorder = recorder("one");
    private final LocalStore store = new LocalStore(clock, 10_000);

    private UsageRecorder recorder(String instance) {
        return new UsageRecorder(
                () -> Map.copyOf(outcomes),
                new KeptUsage(database, () -> "/shop", instance),
                key -> "user:" + key.value().substring(0, 2) + "***",
                clock,
                ZoneOffset.UTC);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void count(long allowed, long refused, long blocked) {
        outcomes.merge(
                "api",
                new Outcomes(allowed, refused, blocked),
                (a, b) ->
                        new Outcomes(a.allowed() + b.allowed(), a.refused() + b.refused(), a.blocked() + b.blocked()));
        recorder.tick();
    }

    private UsageReport.OfPolicy api(UsageRecorder of, LocalDate day) {
        return of.report(day).policies().stream()
                .filter(each -> each.policy().equals("api"))
                .findFirst()
                .orElseThrow();
    }

    private PolicyDecision decide(Policy policy, Key key) {
        return new PolicyDecision(
                new Charge(policy, key, 1),
                store.apply(new CounterId(policy, key), Change.acquire(1), () -> new WaitBudget(0, () -> 0)),
                true);
    }

    private static Policy policy(String limits) {
        return Policy.of("api", Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits));
    }

    private void toMidnight() {
        long day = Duration.ofDays(1).toMillis();
        clock.advance(Duration.ofMillis(day - clock.millis() % day));
    }

    @Test
    void tick_whatWasCountedSince_belongsToThisHour() {
        toMidnight();
        recorder.tick();
        count(10, 2, 1);
        count(5, 0, 0);
        clock.advance(Duration.ofHours(3));
        count(0, 7, 0);
        assertThat(api(recorder, today()).hours())
                .containsExactly(new UsageReport.Hour(0, 15, 2, 1), new UsageReport.Hour(3, 0, 7, 0));
    }

    @Test
    void tick_newDay_beginsAnew_andKeepsTheOneBefore() {
        count(10, 0, 0);
        LocalDate first = today();
        toMidnight();
        count(3, 0, 0);
        assertThat(api(recorder, today()).hours()).containsExactly(new UsageReport.Hour(0, 3, 0, 0));
        assertThat(api(recorder, first).hours())
                .extracting(UsageReport.Hour::allowed)
                .containsExactly(10L);
        assertThat(recorder.days()).containsExactly(today(), first);
    }

    @Test
    void tick_thirtyDaysLater_isForgotten() {
        count(10, 0, 0);
        LocalDate first = today();
        for (int i = 0; i < KeptUsage.DAYS; i++) {
            toMidnight();
            recorder.tick();
        }
        assertThat(recorder.days()).contains(first);
        toMidnight();
        recorder.tick();
        assertThat(recorder.days()).doesNotContain(first);
        assertThat(recorder.report(first).policies()).isEmpty();
    }

    @Test
    void restart_sumsUpWhatWasKept() {
        count(10, 1, 0);
        recorder.refused(begins(policy("1/1h").withBlock(BlockRule.lasting(60_000)), ALICE));
        recorder.save();
        assertThat(database.longest)
                .isEqualTo(clock.millis() + Duration.ofDays(30).toMillis());
        outcomes.clear();
        UsageRecorder second = recorder("two");
        second.tick();
        outcomes.put("api", new Outcomes(5, 0, 0));
        second.tick();
        assertThat(api(second, today()).hours())
                .containsExactly(new UsageReport.Hour(
                        clock.instant().atZone(ZoneOffset.UTC).getHour(), 15, 1, 0));
        assertThat(api(second, today()).blocks())
                .containsExactly(new UsageReport.NewBlock("user:al***", clock.instant()));
        second.save();
        second.tick();
        assertThat(api(second, today()).hours())
                .as("its own is not counted twice")
                .extracting(UsageReport.Hour::allowed)
                .containsExactly(15L);
    }

    private PolicyDecision begins(Policy policy, Key key) {
        assertThat(decide(policy, key).isCharged()).isTrue();
        PolicyDecision decision = decide(policy, key);
        assertThat(decision.beginsBlock()).isTrue();
        return decision;
    }

    @Test
    void tick_savesEveryFiveMinutes() {
        count(10, 0, 0);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        recorder.tick();
        assertThat(database.kept).isEmpty();
        clock.advance(Duration.ofMillis(1));
        recorder.tick();
        assertThat(database.kept).hasSize(1);
    }

    @Test
    void nearLimit_keepsTheNearestOfEachKey() {
        Policy ten = policy("10/1h");
        for (int i = 0; i < 9; i++) {
            PolicyDecision decision = decide(ten, ALICE);
            if (i >= 7) {
                recorder.nearLimit(decision);
            }
        }
        recorder.nearLimit(decide(ten, Key.user("bobby")));
        assertThat(api(recorder, today()).near())
                .containsExactly(new UsageReport.NearKey("user:al***", 90), new UsageReport.NearKey("user:bo***", 10));
    }

    @Test
    void nearLimit_severalLimits_isTheShareOfTheFullest() {
        Policy both = policy("10/1s,100/1h");
        for (int i = 0; i < 81; i++) {
            PolicyDecision decision = decide(both, ALICE);
            clock.advance(Duration.ofSeconds(2));
            if (i == 80) {
                recorder.nearLimit(decision);
            }
        }
        assertThat(api(recorder, today()).near()).containsExactly(new UsageReport.NearKey("user:al***", 81));
    }

    @Test
    void refused_blockThatGoesOn_isNotNew() {
        Policy blocking = policy("1/1h").withBlock(BlockRule.lasting(60_000));
        recorder.refused(begins(blocking, ALICE));
        recorder.refused(decide(blocking, ALICE));
        assertThat(api(recorder, today()).blocks()).hasSize(1);
    }

    @Test
    void level_ofAKeyThatLosesTrust_isTheHighest() {
        for (int level : new int[] {1, 3, 2, 0}) {
            Policy policy = policy("0/1h");
            Charge charge =
                    new Charge(new CounterId(policy, ALICE), 1, true, Optional.of(new Capacity(policy, 100, level)));
            recorder.refused(new PolicyDecision(
                    charge, store.apply(charge.counter(), Change.acquire(1), () -> new WaitBudget(0, () -> 0)), true));
        }
        assertThat(api(recorder, today()).levels()).containsExactly(new UsageReport.KeyLevel("user:al***", 3));
    }

    @Test
    void keys_ofAFlood_areBounded() {
        Policy blocking = policy("1/1h").withBlock(BlockRule.lasting(60_000));
        for (int i = 0; i < 5_000; i++) {
            PolicyDecision decision = begins(blocking, Key.user("user-" + i));
            recorder.refused(decision);
            recorder.nearLimit(decision);
        }
        UsageReport.OfPolicy report = api(recorder, today());
        assertThat(report.blocks()).hasSize(PolicyDay.MOST);
        assertThat(report.near()).hasSize(PolicyDay.MOST);
        recorder.save();
        assertThat(database.kept).hasSize(1);
    }

    @Test
    void policies_ofCalls_areBounded() {
        for (int i = 0; i < 200; i++) {
            outcomes.put("policy-" + i, new Outcomes(1, 0, 0));
        }
        recorder.tick();
        assertThat(recorder.report(today()).policies()).hasSize(UsageRecorder.MOST_POLICIES);
    }

    @Test
    void top_ofTheDay_countsWhatDecisionsStandFor() {
        Policy ten = policy("10/1h");
        recorder.used(decide(ten, ALICE), 1);
        recorder.used(decide(ten, Key.user("bobby")), 64);
        recorder.used(decide(ten, ALICE), 1);
        recorder.used(decide(ten, ALICE), 0);
        assertThat(api(recorder, today()).top())
                .containsExactly(new UsageReport.KeyCount("user:bo***", 64), new UsageReport.KeyCount("user:al***", 2));
        LocalDate first = today();
        toMidnight();
        recorder.tick();
        recorder.used(decide(ten, ALICE), 1);
        assertThat(api(recorder, today()).top()).containsExactly(new UsageReport.KeyCount("user:al***", 1));
        assertThat(api(recorder, first).top()).hasSize(2);
    }
}
