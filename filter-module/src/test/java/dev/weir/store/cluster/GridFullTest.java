package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A grid without room: new keys are counted on the instance, those that it has go on in it. */
class GridFullTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ClusterStore other = StoreFixtures.store(grid);

    @Test
    void acquire_newKey_isCountedHereWithItsShareAndNotInserted() {
        fill();
        Policy policy = StoreFixtures.policy("10/1h");
        int admitted = 0;
        for (int i = 0; i < 10; i++) {
            StoreResult.Decided answer = acquire(store, policy, "new");
            assertThat(answer.source()).isEqualTo(i < 6 ? Source.LOCAL : Source.DENIAL_CACHE);
            admitted += answer.allowed() ? 1 : 0;
        }
        assertThat(admitted).as("half of the limit, for one of two members").isEqualTo(5);
        clock.advance(Duration.ofSeconds(1));
        store.tick();
        store.close();
        assertThat(grid.entries).containsOnlyKeys("tested|old");
    }

    @Test
    void refund_ofWhatWasCountedHere_givesBackNothingOfOthers() {
        fill();
        Policy policy = StoreFixtures.policy("10/1h");
        StoreResult.Decided alone = acquire(store, policy, "new");
        assertThat(alone).isFrom(Source.LOCAL);
        grid.maxEntries = 1_000;
        acquire(other, policy, "new");
        Change refund = new Change.Refund(1, alone.verdict().atMillis(), true);
        StoreFixtures.counted(store, policy, "new", refund);
        assertThat(remaining(other, policy, "new")).isEqualTo(9);
    }

    @Test
    void refund_ofWhatWasCountedHere_isAdmittedHereAgain() {
        fill();
        Policy policy = StoreFixtures.policy("2/1h");
        StoreResult.Decided alone = acquire(store, policy, "new");
        assertThat(acquire(store, policy, "new")).isRefused();
        Change refund = new Change.Refund(1, alone.verdict().atMillis(), true);
        StoreFixtures.counted(store, policy, "new", refund);
        clock.advance(Duration.ofSeconds(1));
        assertThat(acquire(store, policy, "new")).isFrom(Source.LOCAL).isAdmitted();
    }

    @Test
    void acquire_newKeyThatIsRefused_costsOneOperationASecond() {
        fill();
        Policy policy = StoreFixtures.policy("2/1h");
        acquire(store, policy, "new");
        acquire(store, policy, "new");
        grid.operations = 0;
        for (int i = 0; i <= 200; i++) {
            assertThat(acquire(store, policy, "new")).isRefused();
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(grid.operations).isEqualTo(2);
    }

    @Test
    void acquire_keyOfTheGridThatThisInstanceNeverSaw_isCountedInTheGrid() {
        Policy policy = StoreFixtures.policy("10/1h");
        acquire(other, policy, "alice");
        fill();
        StoreResult.Decided answer = acquire(store, policy, "alice");
        assertThat(answer).isFrom(Source.CLUSTER).hasRemaining(8);
        assertThat(remaining(other, policy, "alice")).isEqualTo(8);
    }

    @Test
    void acquire_keyThatThisInstanceKnows_costsOneOperation() {
        Policy policy = StoreFixtures.policy("10/1h");
        acquire(store, policy, "alice");
        fill();
        grid.operations = 0;
        assertThat(acquire(store, policy, "alice")).isFrom(Source.CLUSTER);
        assertThat(grid.operations).isEqualTo(1);
    }

    @Test
    void acquire_keyRefusedOnTheOther_staysRefused() {
        Policy policy = StoreFixtures.policy("1/1h");
        acquire(other, policy, "alice");
        fill();
        assertThat(acquire(store, policy, "alice")).isRefused();
        assertThat(acquire(other, policy, "alice")).isRefused();
    }

    @Test
    void acquire_keyBlockedOnTheOther_staysBlocked() {
        Policy policy = StoreFixtures.blocking("1/1s", Duration.ofMinutes(10));
        acquire(other, policy, "alice");
        acquire(other, policy, "alice");
        fill();
        clock.advance(Duration.ofMinutes(9));
        StoreResult.Decided answer = acquire(store, policy, "alice");
        assertThat(answer).isBlocked();
        assertThat(answer.source()).isNotEqualTo(Source.LOCAL);
    }

    @Test
    void acquire_newKeyWithABlock_isBlockedHere() {
        fill();
        Policy policy = StoreFixtures.blocking("1/1s", Duration.ofMinutes(10));
        acquire(store, policy, "new");
        assertThat(acquire(store, policy, "new")).isRefused();
        clock.advance(Duration.ofMinutes(9));
        assertThat(acquire(store, policy, "new")).isBlocked();
    }

    @Test
    void refundAndReset_newKey_areMadeHere() {
        fill();
        Policy policy = StoreFixtures.policy("2/1h");
        StoreResult.Decided taken = acquire(store, policy, "new");
        assertThat(acquire(store, policy, "new")).isRefused();
        Change refund = new Change.Refund(1, taken.verdict().atMillis());
        StoreFixtures.counted(store, policy, "new", refund);
        assertThat(acquire(store, policy, "new")).isAdmitted();
        StoreFixtures.counted(store, policy, "new", new Change.Reset());
        assertThat(acquire(store, policy, "new")).isAdmitted();
        assertThat(grid.entries).containsOnlyKeys("tested|old");
    }

    @Test
    void acquire_roomAgain_sharesNewKeys() {
        fill();
        Policy policy = StoreFixtures.policy("10/1h");
        acquire(store, policy, "before");
        grid.maxEntries++;
        StoreResult.Decided answer = acquire(store, policy, "after");
        assertThat(answer).isFrom(Source.CLUSTER);
        assertThat(remaining(other, policy, "after")).isEqualTo(9);
    }

    @Test
    void acquire_manyNewKeysNotFound_isNoSilence() {
        fill();
        Policy policy = StoreFixtures.policy("10/1h");
        for (int i = 0; i < 50; i++) {
            acquire(store, policy, "new-" + i);
        }
        assertThat(acquire(store, policy, "old")).isFrom(Source.CLUSTER);
    }

    @Test
    void acquire_newKeysWhileTheGridIsSilent_asksAndWaitsNoMoreAfterAFew() {
        fill();
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Policy policy = StoreFixtures.policy("10/1h");
        for (int i = 0; i < 50; i++) {
            store.apply(StoreFixtures.id(policy, "new-" + i), new Change.Acquire(1), StoreFixtures::noBudget);
        }
        assertThat(grid.operations).as("five in vain and one probe").isEqualTo(6);
    }

    @Test
    void tick_keyOwedThatTheGridDoesNotHave_isNotInserted() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        store.apply(StoreFixtures.id(policy, "new"), new Change.Acquire(1), StoreFixtures::noBudget);
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        fill();
        store.tick();
        assertThat(grid.entries).containsOnlyKeys("tested|old");
        grid.maxEntries++;
        store.tick();
        assertThat(remaining(other, policy, "new")).isEqualTo(9);
    }

    @Test
    void acquire_answerThatComesTooLate_isNotCountedTwice() {
        Policy policy = StoreFixtures.policy("10/1h");
        acquire(other, policy, "alice");
        fill();
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        store.apply(StoreFixtures.id(policy, "alice"), new Change.Acquire(1), StoreFixtures::noBudget);
        grid.thaw();
        assertThat(remaining(other, policy, "alice")).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"CLOSED, 9", "LOCAL, 8", "OPEN, 9"})
    void acquire_keyIsFoundButItsAnswerComesTooLate_isSetRight(Fallback fallback, long left) {
        Limit limit = LimitReader.readAll("10/1h").get(0);
        Policy policy =
                Policy.of("tested", Algorithm.SLIDING_WINDOW, List.of(limit)).withFallback(fallback);
        acquire(other, policy, "alice");
        fill();
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Attempt attempt = store.begin(StoreFixtures.id(policy, "alice"), new Change.Acquire(1));
        grid.answerOne();
        StoreResult unused = attempt.end(Optional.empty(), true);
        grid.thaw();
        assertThat(remaining(other, policy, "alice")).isEqualTo(left);
    }

    private void fill() {
        acquire(other, StoreFixtures.policy("10/1h"), "old");
        grid.maxEntries = grid.entries.size();
        grid.operations = 0;
    }
}
