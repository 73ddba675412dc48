package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.LimitReader;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was admitted without the grid is charged when it answers again, and nothing else. */
class SettlementTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);

    @Test
    void acquire_admittedDuringSilence_isChargedWhenTheGridAnswersAgain() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        int admitted = 1;
        for (int i = 0; i < 20; i++) {
            admitted += ((StoreResult.Decided) acquire(policy)).verdict().allowed() ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(1 + 4);
        grid.thaw();
        assertThat(remaining(policy)).isEqualTo(10 - admitted);
    }

    @Test
    void acquire_admittedWhileFailing_isChargedWithTheNextAnswer() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        for (int i = 0; i < 3; i++) {
            acquire(policy);
        }
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        assertThat(((StoreResult.Decided) acquire(policy))
                        .verdict()
                        .quotas()
                        .get(0)
                        .remaining())
                .isEqualTo(6);
    }

    @Test
    void acquire_admittedByFallbackOpen_isNotChargedLater() {
        Policy policy = policy("10/1h", Fallback.OPEN);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        assertThat(((StoreResult.Decided) acquire(policy))
                        .verdict()
                        .quotas()
                        .get(0)
                        .remaining())
                .isEqualTo(9);
    }

    @Test
    void acquire_admittedWhileItsMemberWasSilent_isSettledWhenAnotherHasTheCounter() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        clock.advance(Duration.ofSeconds(1));
        store.tick();
        assertThat(remaining(policy)).isEqualTo(9);
    }

    @Test
    void refund_whileSilent_isNotChargedLater() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        acquire(policy);
        StoreResult taken = acquire(policy);
        long takenMillis = ((StoreResult.Decided) taken).verdict().atMillis();
        store.apply(StoreFixtures.id(policy, "u:alice"), new Change.Refund(1, takenMillis), () -> noBudget());
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        acquire(policy);
        assertThat(remaining(policy)).isEqualTo(8);
    }

    @Test
    void reset_whileSilent_isMadeWhenTheGridAnswersAgain() {
        Policy policy = policy("2/1h", Fallback.LOCAL);
        acquire(policy);
        acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        store.apply(StoreFixtures.id(policy, "u:alice"), new Change.Reset(), () -> noBudget());
        grid.thaw();
        assertThat(remaining(policy)).isEqualTo(2);
    }

    @Test
    void reset_whileFailing_isMadeWhenTheGridAnswersAgain() {
        Policy policy = policy("2/1h", Fallback.LOCAL);
        acquire(policy);
        acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        store.apply(StoreFixtures.id(policy, "u:alice"), new Change.Reset(), () -> noBudget());
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        store.tick();
        assertThat(remaining(policy)).isEqualTo(2);
    }

    @Test
    void reset_whileSilent_keepsWhatWasAdmittedAfterIt() {
        Policy policy = policy("20/1h", Fallback.LOCAL);
        acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        acquire(policy);
        store.apply(StoreFixtures.id(policy, "u:alice"), new Change.Reset(), () -> noBudget());
        int admitted = 0;
        for (int i = 0; i < 3; i++) {
            admitted += ((StoreResult.Decided) acquire(policy)).verdict().allowed() ? 1 : 0;
        }
        grid.thaw();
        assertThat(admitted).isEqualTo(3);
        assertThat(remaining(policy)).isEqualTo(20 - 3);
    }

    @Test
    void reset_whileADebtIsBeingPaid_keepsWhatWasAdmittedAfterIt() {
        Policy policy = policy("20/1h", Fallback.LOCAL);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        for (int i = 0; i < 3; i++) {
            acquire(policy);
        }
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        acquire(policy);
        store.apply(StoreFixtures.id(policy, "u:alice"), new Change.Reset(), () -> noBudget());
        for (int i = 0; i < 3; i++) {
            acquire(policy);
        }
        grid.thaw();
        assertThat(remaining(policy)).isEqualTo(20 - 3);
    }

    @Test
    void acquire_localCounterMadeRoom_goesOnFromWhatItOwes() {
        Policy policy = policy("100/1h", Fallback.LOCAL);
        acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        int admitted = 1;
        for (int i = 0; i < 100; i++) {
            admitted += ((StoreResult.Decided) acquire(policy)).verdict().allowed() ? 1 : 0;
            for (int other = 0; i % 20 == 0 && other < 3_000; other++) {
                store.apply(StoreFixtures.id(policy, i + "-" + other), Change.acquire(1), () -> noBudget());
            }
        }
        assertThat(admitted).isBetween(40, 51);
    }

    @Test
    void acquire_shareUsedUp_beginsNoBlock() {
        Policy policy = StoreFixtures.blocking("10/1h", Duration.ofHours(2));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        for (int i = 0; i < 6; i++) {
            acquire(policy);
        }
        grid.thaw();
        assertThat(remaining(policy)).isEqualTo(5);
    }

    @Test
    void acquire_limitUsedUpByALoneInstance_blocksAsLongAsThePolicySays() {
        grid.members = 1;
        Policy policy = StoreFixtures.blocking("1/1h", Duration.ofMinutes(5));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        acquire(policy);
        acquire(policy);
        grid.thaw();
        store.tick();
        assertThat(grid.entries.values()).singleElement().asString().contains("|" + (clock.millis() + 300_000) + "|");
    }

    @Test
    void acquire_longSilenceOfABucket_isNotPaidBackForAsLong() {
        grid.members = 1;
        Policy policy = new Policy(
                "tested", LimitReader.readAll("60/1m"), Algorithm.TOKEN_BUCKET, Mode.ENFORCE, Fallback.LOCAL, 0);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        for (int second = 0; second < 600; second++) {
            acquire(policy);
            clock.advance(Duration.ofSeconds(1));
        }
        grid.thaw();
        store.tick();
        clock.advance(Duration.ofMinutes(1));
        assertThat(remaining(policy)).isEqualTo(60);
    }

    @Test
    void acquire_keysThatNobodyAsksForAgain_areSettledAfterTheSilence() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        for (int i = 0; i < 20; i++) {
            store.apply(StoreFixtures.id(policy, "key-" + i), new Change.Acquire(1), () -> noBudget());
        }
        grid.thaw();
        assertThat(grid.entries).hasSize(20);
    }

    @Test
    void acquire_answerThatComesWhileTheFallbackDecides_isNotCountedTwice() {
        Policy policy = policy("1/1h", Fallback.LOCAL);
        grid.members = 1;
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        AtomicInteger looks = new AtomicInteger();
        WaitBudget endsAsTheAnswerComes = new WaitBudget(1, () -> {
            if (looks.incrementAndGet() == 2) {
                grid.thaw();
            }
            return System.nanoTime();
        });
        StoreResult answer =
                store.apply(StoreFixtures.id(policy, "u:alice"), new Change.Acquire(1), () -> endsAsTheAnswerComes);
        assertThat(((StoreResult.Decided) answer).source()).isEqualTo(Source.LOCAL);
        assertThat(((StoreResult.Decided) answer).verdict().allowed()).isTrue();
        assertThat(remaining(policy)).isZero();
    }

    @Test
    void tick_errorAtOneKey_settlesTheOthersAndLooksAfterTheGrid() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        for (String key : List.of("one", "two", "three")) {
            store.apply(StoreFixtures.id(policy, key), new Change.Acquire(1), () -> noBudget());
        }
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        grid.failingAt = id -> id.endsWith("two");
        store.tick();
        assertThat(grid.entries).hasSize(2);
        assertThat(grid.ticks).isOne();
    }

    private long remaining(Policy policy) {
        StoreResult answer = store.apply(StoreFixtures.id(policy, "u:alice"), new Change.Peek(1), () -> noBudget());
        return ((StoreResult.Decided) answer).verdict().quotas().get(0).remaining();
    }

    private StoreResult acquire(Policy policy) {
        return store.apply(StoreFixtures.id(policy, "u:alice"), new Change.Acquire(1), () -> noBudget());
    }

    private static WaitBudget noBudget() {
        return new WaitBudget(1, System::nanoTime);
    }

    private static Policy policy(String limits, Fallback fallback) {
        return new Policy("tested", LimitReader.readAll(limits), Algorithm.SLIDING_WINDOW, Mode.ENFORCE, fallback, 0);
    }
}
