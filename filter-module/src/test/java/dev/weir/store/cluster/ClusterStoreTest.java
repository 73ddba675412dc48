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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the store behaves while the grid misbehaves. Waiting costs no time here: patience is at its end at once. */
class ClusterStoreTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);

    @Test
    void acquire_knownKey_costsOneOperation() {
        acquire(policy("9/1h", Fallback.LOCAL));
        grid.operations = 0;
        acquire(policy("9/1h", Fallback.LOCAL));
        assertThat(grid.operations).isEqualTo(1);
    }

    @Test
    void acquire_afterTheEnd_goesOnFromTheLastKnownStateAndAsksTheGridNoMore() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        for (int i = 0; i < 8; i++) {
            acquire(policy);
        }
        store.close();
        grid.operations = 0;
        StoreResult.Decided admitted = (StoreResult.Decided) acquire(policy);
        StoreResult.Decided refused = (StoreResult.Decided) acquire(policy);
        assertThat(admitted.source()).isEqualTo(Source.LOCAL);
        assertThat(admitted.verdict().allowed()).isTrue();
        assertThat(refused.verdict().allowed())
                .as("of two, one for each member")
                .isFalse();
        assertThat(grid.operations).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "FAILING"})
    void acquire_noAnswerFallbackLocal_goesOnFromTheLastKnownStateWithItsShare(FakeGrid.Behaviour behaviour) {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        for (int i = 0; i < 4; i++) {
            acquire(policy);
        }
        grid.behaviour = behaviour;
        int admitted = 0;
        for (int i = 0; i < 10; i++) {
            StoreResult.Decided answer = (StoreResult.Decided) acquire(policy);
            assertThat(answer.source()).isEqualTo(Source.LOCAL);
            admitted += answer.verdict().allowed() ? 1 : 0;
        }
        assertThat(admitted).as("half of the six that were left").isEqualTo(3);
    }

    @Test
    void acquire_noAnswerForAKeyThatOthersUseALot_leavesThemWhatTheyWillUseUntilTheyNotice() {
        Policy policy = StoreFixtures.policy("1000/1h");
        ClusterStore exact = StoreFixtures.store(grid, StoreFixtures.settings(false), Optional.empty());
        ClusterStore other = StoreFixtures.store(grid, StoreFixtures.settings(false), Optional.empty());
        for (int i = 0; i < 50; i++) {
            StoreFixtures.counted(other, policy, "hot", new Change.Acquire(8));
            StoreFixtures.acquire(exact, policy, "hot");
            clock.advance(Duration.ofMillis(20));
        }
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        long left = StoreFixtures.remaining(exact, policy, "hot");
        assertThat(left).as("half of 550, less 400 or so of the next second").isBetween(50L, 90L);
    }

    @Test
    void acquire_noAnswerLimitBelowMembers_stillAdmitsOne() {
        grid.members = 8;
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Policy policy = policy("5/1h", Fallback.LOCAL);
        assertThat(((StoreResult.Decided) acquire(policy)).verdict().allowed()).isTrue();
        assertThat(((StoreResult.Decided) acquire(policy)).verdict().allowed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void acquire_noAnswerSeveralLimitsOneBelowMembers_takesItsShareOfEach(Algorithm algorithm) {
        grid.members = 5;
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Policy policy = new Policy(
                "tested", LimitReader.readAll("2/1m,40/1d,1000/7d"), algorithm, Mode.ENFORCE, Fallback.LOCAL, 0);
        int admitted = 0;
        for (int minute = 0; minute < 60; minute++) {
            admitted += ((StoreResult.Decided) acquire(policy)).allowed() ? 1 : 0;
            admitted += ((StoreResult.Decided) acquire(policy)).allowed() ? 1 : 0;
            clock.advance(Duration.ofSeconds(64));
        }
        int refilled = algorithm.refillsContinuously() ? 1 : 0;
        assertThat(admitted).as("a fifth of forty").isBetween(8, 8 + refilled);
    }

    @Test
    void acquire_noAnswerFallbackOpen_admitsUncounted() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(acquire(policy("1/1h", Fallback.OPEN))).isEqualTo(new StoreResult.Undecided(true));
    }

    @Test
    void acquire_noAnswerFallbackClosed_refusesUncounted() {
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        assertThat(acquire(policy("1/1h", Fallback.CLOSED))).isEqualTo(new StoreResult.Undecided(false));
    }

    @Test
    void acquire_operationOverdue_sendsNoMoreForThatKey() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Policy policy = policy("100/1h", Fallback.LOCAL);
        for (int i = 0; i < 4; i++) {
            acquire(policy);
        }
        assertThat(grid.operations).isEqualTo(1);
    }

    @Test
    void acquire_manyAnswersMissing_asksOncePerSecondUntilOneComes() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Policy policy = policy("100/1h", Fallback.LOCAL);
        for (int i = 0; i < 50; i++) {
            store.apply(StoreFixtures.id(policy, "key-" + i), new Change.Acquire(1), () -> noBudget());
        }
        assertThat(grid.operations).as("five in vain and one probe").isEqualTo(6);
        clock.advance(Duration.ofSeconds(1));
        for (int i = 50; i < 100; i++) {
            store.apply(StoreFixtures.id(policy, "key-" + i), new Change.Acquire(1), () -> noBudget());
        }
        assertThat(grid.operations).isEqualTo(7);
        grid.thaw();
        assertThat(((StoreResult.Decided) acquire(policy)).source()).isEqualTo(Source.CLUSTER);
    }

    @Test
    void acquire_oneMemberFrozen_asksTheOthersAsBeforeAndItNoMore() {
        grid.frozen = id -> id.endsWith("-odd");
        Policy policy = policy("100/1h", Fallback.LOCAL);
        for (int i = 0; i < 100; i++) {
            assertThat(source(policy, i + "-odd")).isEqualTo(Source.LOCAL);
            assertThat(source(policy, i + "-even")).isEqualTo(Source.CLUSTER);
        }
        assertThat(grid.unanswered).as("five in vain and one probe").hasSize(6);
        clock.advance(Duration.ofSeconds(1));
        grid.thaw();
        assertThat(source(policy, "0-odd")).isEqualTo(Source.CLUSTER);
    }

    @Test
    void acquire_gridLostTheLastChanges_putsBackWhatItKnows() {
        Policy policy = policy("5/1h", Fallback.LOCAL);
        acquire(policy);
        String older = grid.entries.values().iterator().next();
        for (int i = 0; i < 4; i++) {
            acquire(policy);
        }
        grid.entries.replaceAll((id, text) -> older);
        assertThat(((StoreResult.Decided) acquire(policy)).verdict().allowed()).isFalse();
        grid.entries.clear();
        assertThat(((StoreResult.Decided) acquire(policy)).verdict().allowed()).isFalse();
    }

    @Test
    void acquire_gridBeganAnewAfterExpiry_isNotOverwrittenByWhatHasRecovered() {
        Policy policy = policy("5/1m", Fallback.LOCAL);
        for (int i = 0; i < 5; i++) {
            acquire(policy);
        }
        clock.advance(Duration.ofHours(2));
        grid.entries.clear();
        ClusterStore restarted = StoreFixtures.store(grid);
        for (int i = 0; i < 4; i++) {
            restarted.apply(StoreFixtures.id(policy, "u:alice"), new Change.Acquire(1), () -> noBudget());
        }
        assertThat(((StoreResult.Decided) acquire(policy)).verdict().allowed()).isTrue();
        assertThat(((StoreResult.Decided) acquire(policy)).verdict().allowed()).isFalse();
    }

    @Test
    void acquire_unreadableEntry_isAdmittedAfterRetryAfter() {
        Policy policy = policy("5/1m", Fallback.LOCAL);
        acquire(policy);
        grid.entries.replaceAll((id, text) -> "9|of another schema");
        StoreResult.Decided refused = (StoreResult.Decided) acquire(policy);
        clock.advance(Duration.ofSeconds(20));
        acquire(policy);
        long wait = refused.verdict().retryAfterMillis().orElseThrow();
        clock.advance(Duration.ofMillis(wait - 20_000));
        assertThat(((StoreResult.Decided) acquire(policy)).verdict().allowed()).isTrue();
    }

    @Test
    void acquire_unreadableEntry_countsAsFull() {
        Policy policy = policy("5/1h", Fallback.LOCAL);
        acquire(policy);
        grid.entries.replaceAll((id, text) -> "9|of another schema");
        assertThat(((StoreResult.Decided) acquire(policy)).verdict().allowed()).isFalse();
        clock.advance(Duration.ofMinutes(70));
        assertThat(((StoreResult.Decided) acquire(policy)).verdict().allowed()).isTrue();
    }

    @Test
    void acquire_twoMembersOfWhichOneTakesAllThePatience_countsNothingAgainstTheOther() {
        grid.frozen = id -> id.endsWith("-odd");
        Policy policy = policy("100/1h", Fallback.LOCAL);
        for (int i = 0; i < 10; i++) {
            WaitBudget budget = noBudget();
            store.apply(StoreFixtures.id(policy, i + "-odd"), new Change.Acquire(1), () -> budget);
            store.apply(StoreFixtures.id(policy, i + "-even"), new Change.Acquire(1), () -> budget);
        }
        assertThat(source(policy, "new-even")).isEqualTo(Source.CLUSTER);
    }

    private StoreResult acquire(Policy policy) {
        return store.apply(StoreFixtures.id(policy, "u:alice"), new Change.Acquire(1), () -> noBudget());
    }

    private Source source(Policy policy, String key) {
        return ((StoreResult.Decided)
                        store.apply(StoreFixtures.id(policy, key), new Change.Acquire(1), () -> noBudget()))
                .source();
    }

    private static WaitBudget noBudget() {
        return new WaitBudget(1, System::nanoTime);
    }

    private static Policy policy(String limits, Fallback fallback) {
        return new Policy("tested", LimitReader.readAll(limits), Algorithm.SLIDING_WINDOW, Mode.ENFORCE, fallback, 0);
    }
}
