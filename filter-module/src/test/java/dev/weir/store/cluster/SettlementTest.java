package dev.weir.store.cluster;

import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import dev.weir.store.grid.FakeGrid;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was admitted without the grid is charged when it answers again, and nothing else. */
class SettlementTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ImpatientClient alice = new ImpatientClient(store, "u:alice");

    @Test
    void acquire_admittedDuringSilence_isChargedWhenTheGridAnswersAgain() {
        Policy policy = StoreFixtures.policy("10/1h");
        alice.acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        int admitted = 1 + alice.admitted(policy, 20);
        assertThat(admitted).isEqualTo(1 + 4);
        grid.thaw();
        assertThat(alice.remaining(policy)).isEqualTo(10 - admitted);
    }

    @Test
    void acquire_admittedWhileFailing_isChargedWithTheNextAnswer() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        for (int i = 0; i < 3; i++) {
            alice.acquire(policy);
        }
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        assertThat(alice.acquire(policy)).hasRemaining(6);
    }

    @Test
    void acquire_admittedByFallbackOpen_isNotChargedLater() {
        Policy policy = StoreFixtures.policy("10/1h", Fallback.OPEN);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        alice.acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        assertThat(alice.acquire(policy)).hasRemaining(9);
    }

    @Test
    void acquire_admittedWhileItsMemberWasSilent_isSettledWhenAnotherHasTheCounter() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        alice.acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        clock.advance(Duration.ofSeconds(1));
        store.tick();
        assertThat(alice.remaining(policy)).isEqualTo(9);
    }

    @Test
    void refund_whileSilent_isNotChargedLater() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        alice.acquire(policy);
        StoreResult taken = alice.acquire(policy);
        long takenMillis = StoreFixtures.decided(taken).verdict().atMillis();
        alice.apply(policy, new Change.Refund(1, takenMillis));
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        alice.acquire(policy);
        assertThat(alice.remaining(policy)).isEqualTo(8);
    }

    @Test
    void reset_whileSilent_isMadeWhenTheGridAnswersAgain() {
        Policy policy = StoreFixtures.policy("2/1h");
        alice.acquire(policy);
        alice.acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        alice.apply(policy, new Change.Reset());
        grid.thaw();
        assertThat(alice.remaining(policy)).isEqualTo(2);
    }

    @Test
    void reset_whileFailing_isMadeWhenTheGridAnswersAgain() {
        Policy policy = StoreFixtures.policy("2/1h");
        alice.acquire(policy);
        alice.acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        alice.apply(policy, new Change.Reset());
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        store.tick();
        assertThat(alice.remaining(policy)).isEqualTo(2);
    }

    @Test
    void reset_whileSilent_keepsWhatWasAdmittedAfterIt() {
        Policy policy = StoreFixtures.policy("20/1h");
        alice.acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        alice.acquire(policy);
        alice.apply(policy, new Change.Reset());
        int admitted = alice.admitted(policy, 3);
        grid.thaw();
        assertThat(admitted).isEqualTo(3);
        assertThat(alice.remaining(policy)).isEqualTo(20 - 3);
    }

    @Test
    void reset_whileADebtIsBeingPaid_keepsWhatWasAdmittedAfterIt() {
        Policy policy = StoreFixtures.policy("20/1h");
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        for (int i = 0; i < 3; i++) {
            alice.acquire(policy);
        }
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        alice.acquire(policy);
        alice.apply(policy, new Change.Reset());
        for (int i = 0; i < 3; i++) {
            alice.acquire(policy);
        }
        grid.thaw();
        assertThat(alice.remaining(policy)).isEqualTo(20 - 3);
    }

    @Test
    void acquire_localCounterMadeRoom_goesOnFromWhatItOwes() {
        Policy policy = StoreFixtures.policy("100/1h");
        alice.acquire(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        int admitted = 1;
        for (int i = 0; i < 100; i++) {
            admitted += alice.admitted(policy, 1);
            for (int other = 0; i % 20 == 0 && other < 3_000; other++) {
                alice.acquire(policy, i + "-" + other);
            }
        }
        assertThat(admitted).isBetween(40, 51);
    }

    @Test
    void acquire_shareUsedUp_beginsNoBlock() {
        Policy policy = StoreFixtures.blocking("10/1h", Duration.ofHours(2));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        for (int i = 0; i < 6; i++) {
            alice.acquire(policy);
        }
        grid.thaw();
        assertThat(alice.remaining(policy)).isEqualTo(5);
    }

    @Test
    void acquire_limitUsedUpByALoneInstance_blocksAsLongAsThePolicySays() {
        grid.members = 1;
        Policy policy = StoreFixtures.blocking("1/1h", Duration.ofMinutes(5));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        alice.acquire(policy);
        alice.acquire(policy);
        grid.thaw();
        store.tick();
        assertThat(grid.entries.values()).singleElement().asString().contains("|" + (clock.millis() + 300_000) + "|");
    }

    @Test
    void acquire_longSilenceOfABucket_isNotPaidBackForAsLong() {
        grid.members = 1;
        Policy policy = Policy.of("tested", Algorithm.TOKEN_BUCKET, LimitReader.readAll("60/1m"));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        for (int second = 0; second < 600; second++) {
            alice.acquire(policy);
            clock.advance(Duration.ofSeconds(1));
        }
        grid.thaw();
        store.tick();
        clock.advance(Duration.ofMinutes(1));
        assertThat(alice.remaining(policy)).isEqualTo(60);
    }

    @Test
    void acquire_keysThatNobodyAsksForAgain_areSettledAfterTheSilence() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        for (int i = 0; i < 20; i++) {
            alice.acquire(policy, "key-" + i);
        }
        grid.thaw();
        assertThat(grid.entries).hasSize(20);
    }

    @Test
    void acquire_answerThatComesWhileTheFallbackDecides_isNotCountedTwice() {
        Policy policy = StoreFixtures.policy("1/1h");
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
        assertThat(answer).isAdmitted().isFrom(Source.LOCAL);
        assertThat(alice.remaining(policy)).isZero();
    }

    @Test
    void tick_errorAtOneKey_settlesTheOthersAndLooksAfterTheGrid() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        for (String key : List.of("one", "two", "three")) {
            alice.acquire(policy, key);
        }
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        grid.failingAt = id -> id.endsWith("two");
        store.tick();
        assertThat(grid.entries).hasSize(2);
        assertThat(grid.ticks).isOne();
    }
}
