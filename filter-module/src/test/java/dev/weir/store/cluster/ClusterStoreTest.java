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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How the store behaves while the grid misbehaves. Waiting costs no time here: patience is at its end at once. */
class ClusterStoreTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ImpatientClient alice = new ImpatientClient(store, "u:alice");

    @Test
    void acquire_knownKey_costsOneOperation() {
        alice.acquire(StoreFixtures.policy("9/1h"));
        grid.operations = 0;
        alice.acquire(StoreFixtures.policy("9/1h"));
        assertThat(grid.operations).isEqualTo(1);
    }

    @Test
    void acquire_afterTheEnd_goesOnFromTheLastKnownStateAndAsksTheGridNoMore() {
        Policy policy = StoreFixtures.policy("10/1h");
        for (int i = 0; i < 8; i++) {
            alice.acquire(policy);
        }
        store.close();
        grid.operations = 0;
        StoreResult admitted = alice.acquire(policy);
        StoreResult refused = alice.acquire(policy);
        assertThat(admitted).isAdmitted().isFrom(Source.LOCAL);
        assertThat(refused).as("of two, one for each member").isRefused();
        assertThat(grid.operations).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "FAILING"})
    void acquire_noAnswerFallbackLocal_goesOnFromTheLastKnownStateWithItsShare(FakeGrid.Behaviour behaviour) {
        Policy policy = StoreFixtures.policy("10/1h");
        for (int i = 0; i < 4; i++) {
            alice.acquire(policy);
        }
        grid.behaviour = behaviour;
        int admitted = 0;
        for (int i = 0; i < 10; i++) {
            StoreResult.Decided answer = StoreFixtures.decided(alice.acquire(policy));
            assertThat(answer).isFrom(Source.LOCAL);
            admitted += answer.allowed() ? 1 : 0;
        }
        assertThat(admitted).as("half of the six that were left").isEqualTo(3);
    }

    /** @param each permits that another instance takes every 20 ms */
    @ParameterizedTest
    @CsvSource({"1, 200, 260", "8, 0, 0"})
    void acquire_noAnswerForAKeyThatOthersUse_leavesThemWhatTheyWillUse(long each, long least, long most) {
        Policy policy = StoreFixtures.policy("1000/1h");
        ClusterStore exact = StoreFixtures.storeWithoutLeases(grid);
        ClusterStore other = StoreFixtures.storeWithoutLeases(grid);
        for (int i = 0; i < 50; i++) {
            StoreFixtures.counted(other, policy, "hot", new Change.Acquire(each));
            StoreFixtures.acquire(exact, policy, "hot");
            clock.advance(Duration.ofMillis(20));
        }
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        long left = StoreFixtures.remaining(exact, policy, "hot");
        assertThat(left).as("half of what is left after eight seconds").isBetween(least, most);
    }

    @Test
    void acquire_noAnswerLimitBelowMembers_stillAdmitsOne() {
        grid.members = 8;
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Policy policy = StoreFixtures.policy("5/1h");
        assertThat(alice.acquire(policy)).isAdmitted();
        assertThat(alice.acquire(policy)).isRefused();
    }

    @ParameterizedTest
    @EnumSource
    void acquire_noAnswerSeveralLimitsOneBelowMembers_takesItsShareOfEach(Algorithm algorithm) {
        grid.members = 5;
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Policy policy = Policy.of("tested", algorithm, LimitReader.readAll("2/1m,40/1d,1000/7d"));
        int admitted = 0;
        for (int minute = 0; minute < 60; minute++) {
            admitted += alice.admitted(policy, 2);
            StoreFixtures.pass(store, clock, Duration.ofSeconds(64));
        }
        int refilled = algorithm.refillsContinuously() ? 1 : 0;
        assertThat(admitted).as("a fifth of forty").isBetween(8, 8 + refilled);
    }

    @Test
    void acquire_noAnswerFallbackOpen_admitsUncounted() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(alice.acquire(StoreFixtures.policy("1/1h", Fallback.OPEN)))
                .isEqualTo(new StoreResult.Undecided(true));
    }

    @Test
    void acquire_noAnswerFallbackClosed_refusesUncounted() {
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        assertThat(alice.acquire(StoreFixtures.policy("1/1h", Fallback.CLOSED)))
                .isEqualTo(new StoreResult.Undecided(false));
    }

    @Test
    void acquire_operationOverdue_sendsNoMoreForThatKey() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Policy policy = StoreFixtures.policy("100/1h");
        for (int i = 0; i < 4; i++) {
            alice.acquire(policy);
        }
        assertThat(grid.operations).isEqualTo(1);
    }

    @Test
    void acquire_manyAnswersMissing_asksOncePerSecondUntilOneComes() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Policy policy = StoreFixtures.policy("100/1h");
        for (int i = 0; i < 50; i++) {
            alice.acquire(policy, "key-" + i);
        }
        assertThat(grid.operations).as("five in vain and one probe").isEqualTo(6);
        clock.advance(Duration.ofSeconds(1));
        for (int i = 50; i < 100; i++) {
            alice.acquire(policy, "key-" + i);
        }
        assertThat(grid.operations).isEqualTo(7);
        grid.thaw();
        assertThat(alice.acquire(policy)).isFrom(Source.CLUSTER);
    }

    @Test
    void acquire_oneMemberFrozen_asksTheOthersAsBeforeAndItNoMore() {
        grid.frozen = id -> id.endsWith("-odd");
        Policy policy = StoreFixtures.policy("100/1h");
        for (int i = 0; i < 100; i++) {
            assertThat(alice.acquire(policy, i + "-odd")).isFrom(Source.LOCAL);
            assertThat(alice.acquire(policy, i + "-even")).isFrom(Source.CLUSTER);
        }
        assertThat(grid.unanswered).as("five in vain and one probe").hasSize(6);
        clock.advance(Duration.ofSeconds(1));
        grid.thaw();
        assertThat(alice.acquire(policy, "0-odd")).isFrom(Source.CLUSTER);
    }

    @Test
    void acquire_gridLostTheLastChanges_putsBackWhatItKnows() {
        Policy policy = StoreFixtures.policy("5/1h");
        alice.acquire(policy);
        String older = grid.entries.values().iterator().next();
        for (int i = 0; i < 4; i++) {
            alice.acquire(policy);
        }
        grid.entries.replaceAll((id, text) -> older);
        assertThat(alice.acquire(policy)).isRefused();
        grid.entries.clear();
        assertThat(alice.acquire(policy)).isRefused();
    }

    @Test
    void acquire_gridBeganAnewAfterExpiry_isNotOverwrittenByWhatHasRecovered() {
        Policy policy = StoreFixtures.policy("5/1m");
        for (int i = 0; i < 5; i++) {
            alice.acquire(policy);
        }
        clock.advance(Duration.ofHours(2));
        grid.entries.clear();
        ImpatientClient other = new ImpatientClient(StoreFixtures.store(grid), "u:alice");
        for (int i = 0; i < 4; i++) {
            other.acquire(policy);
        }
        assertThat(alice.acquire(policy)).isAdmitted();
        assertThat(alice.acquire(policy)).isRefused();
    }

    @Test
    void acquire_unreadableEntry_isAdmittedAfterRetryAfter() {
        Policy policy = StoreFixtures.policy("5/1m");
        alice.acquire(policy);
        grid.entries.replaceAll((id, text) -> "9|of another schema");
        StoreResult refused = alice.acquire(policy);
        clock.advance(Duration.ofSeconds(20));
        alice.acquire(policy);
        long wait = StoreFixtures.decided(refused).verdict().retryAfterMillis().orElseThrow();
        clock.advance(Duration.ofMillis(wait - 20_000));
        assertThat(alice.acquire(policy)).isAdmitted();
    }

    @Test
    void acquire_unreadableEntry_countsAsFull() {
        Policy policy = StoreFixtures.policy("5/1h");
        alice.acquire(policy);
        grid.entries.replaceAll((id, text) -> "9|of another schema");
        assertThat(alice.acquire(policy)).isRefused();
        clock.advance(Duration.ofMinutes(70));
        assertThat(alice.acquire(policy)).isAdmitted();
    }

    @Test
    void acquire_twoMembersOfWhichOneTakesAllThePatience_countsNothingAgainstTheOther() {
        grid.frozen = id -> id.endsWith("-odd");
        Policy policy = StoreFixtures.policy("100/1h");
        for (int i = 0; i < 10; i++) {
            WaitBudget budget = StoreFixtures.noBudget();
            store.apply(StoreFixtures.id(policy, i + "-odd"), new Change.Acquire(1), () -> budget);
            store.apply(StoreFixtures.id(policy, i + "-even"), new Change.Acquire(1), () -> budget);
        }
        assertThat(alice.acquire(policy, "new-even")).isFrom(Source.CLUSTER);
    }
}
