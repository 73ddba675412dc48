package dev.weir.store.cluster;

import static dev.weir.store.RostersContract.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.Rosters.Answer;
import dev.weir.store.WaitBudget;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.FakeGrid.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rosters while the grid is silent, splits, or loses what it had. */
class RosterTroubleTest {

    private final MutableClock clock = new MutableClock();
    private final TwoRosters two = new TwoRosters(clock);
    private final FakeGrid grid = two.grid;
    private final TwoRosters.Instance first = two.first;
    private final TwoRosters.Instance second = two.second;

    @ParameterizedTest
    @CsvSource({"CLOSED, UNKNOWN, 0", "OPEN, ADMITTED, 3", "LOCAL, SHARE_FULL, 2"})
    void enter_silentGrid_isDecidedByTheFallback(Fallback fallback, Answer third, int admitted) {
        CounterId id = TwoRosters.under(fallback);
        first.enter(id, 0, 5);
        first.own.behaviour = Behaviour.SILENT;
        List<Answer> answers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            answers.add(first.enter(id, i, 5));
        }
        assertThat(answers.get(2)).isEqualTo(third);
        assertThat(answers.stream().filter(Answer.ADMITTED::equals)).hasSize(admitted);
        assertThat(first.enter(id, 0, 5)).as("is known").isEqualTo(Answer.ADMITTED);
        assertThat(first.enter(id, 1, 5)).isEqualTo(answers.get(0));
    }

    @Test
    void enter_silentGridButKnownToBeFull_isFullWhateverTheFallback() {
        first.enter(TwoRosters.under(Fallback.OPEN), 1, 1);
        first.own.behaviour = Behaviour.SILENT;
        clock.advance(Duration.ofSeconds(5));
        assertThat(first.enter(TwoRosters.under(Fallback.OPEN), 2, 1)).isEqualTo(Answer.FULL);
        assertThat(first.enter(TwoRosters.under(Fallback.CLOSED), 2, 1)).isEqualTo(Answer.FULL);
    }

    @Test
    void tick_gridAnswersAgain_hasWhomTheFallbackAdmitted() {
        first.enter(0, 3);
        first.own.behaviour = Behaviour.FAILING;
        assertThat(first.enter(1, 3)).isEqualTo(Answer.ADMITTED);
        assertThat(second.enter(2, 3)).isEqualTo(Answer.ADMITTED);
        assertThat(second.enter(3, 3)).isEqualTo(Answer.ADMITTED);
        first.own.behaviour = Behaviour.ANSWERING;
        two.tick();
        assertThat(two.held().size()).as("above the most").isEqualTo(4);
        two.tick();
        for (int i = 0; i <= 3; i++) {
            assertThat(first.enter(i, 3)).isEqualTo(Answer.ADMITTED);
            assertThat(second.enter(i, 3)).isEqualTo(Answer.ADMITTED);
        }
        assertThat(first.enter(4, 3)).isEqualTo(Answer.FULL);
        int before = first.own.operations;
        two.tick();
        assertThat(first.own.operations).as("nothing is owed any more").isEqualTo(before);
    }

    @Test
    void enter_overdueOperation_isNotWaitedForAgain() {
        first.own.behaviour = Behaviour.SILENT;
        first.enter(1, 10);
        clock.advance(Duration.ofMillis(51));
        WaitBudget budget = new WaitBudget(1_000, () -> {
            throw new AssertionError("waits");
        });
        assertThat(first.store.rosters().enter(TwoRosters.ACME, entry(2), 10, budget))
                .isEqualTo(Answer.ADMITTED);
        first.own.thaw();
        two.tick();
        assertThat(two.held().size()).isEqualTo(2);
    }

    @Test
    void enter_givenUpBeforeItWasOnItsWay_takesNoPlace() {
        CounterId id = TwoRosters.under(Fallback.CLOSED);
        first.own.behaviour = Behaviour.SILENT;
        assertThat(first.enter(id, 1, 1)).isEqualTo(Answer.UNKNOWN);
        first.own.thaw();
        assertThat(second.enter(id, 2, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(first.enter(id, 1, 1)).isEqualTo(Answer.FULL);
    }

    @Test
    void enter_answerLost_isNoSecondPlace() {
        first.enter(0, 2);
        first.own.behaviour = Behaviour.LOSING;
        assertThat(first.enter(1, 2)).isEqualTo(Answer.ADMITTED);
        first.own.behaviour = Behaviour.ANSWERING;
        two.tick();
        assertThat(two.held().size()).isEqualTo(2);
        assertThat(second.enter(1, 2)).isEqualTo(Answer.ADMITTED);
        assertThat(second.enter(2, 2)).isEqualTo(Answer.FULL);
    }

    @Test
    void enter_swapThatIsMadeTwice_isNoSecondPlace() {
        first.enter(0, 2);
        first.own.ownerDiesAfterTheSwap(() -> {});
        assertThat(first.enter(1, 2)).isEqualTo(Answer.ADMITTED);
        assertThat(two.held().size()).isEqualTo(2);
    }

    @Test
    void merged_halvesThatAdmittedApart_areOneAgainAndNobodyIsThrownOut() {
        first.enter(0, 2);
        second.enter(0, 2);
        Map<String, String> ofSecond = new HashMap<>(grid.entries);
        assertThat(first.enter(1, 2)).isEqualTo(Answer.ADMITTED);
        Map<String, String> ofFirst = new HashMap<>(grid.entries);
        grid.entries.clear();
        grid.entries.putAll(ofSecond);
        assertThat(second.enter(2, 2)).isEqualTo(Answer.ADMITTED);
        assertThat(ofFirst).isNotEqualTo(grid.entries);
        // the grid goes on with what the half of the second instance had
        first.own.membership.merging();
        first.own.membership.merged(Set.of("a member of the other half"));
        two.tick();
        assertThat(two.held().size()).isEqualTo(3);
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 3; i++) {
            assertThat(first.enter(i, 2)).isEqualTo(Answer.ADMITTED);
            assertThat(second.enter(i, 2)).isEqualTo(Answer.ADMITTED);
        }
        assertThat(second.enter(3, 2)).isEqualTo(Answer.FULL);
    }

    @Test
    void lost_lastEntriesDiedWithTheMember_arePutBack() {
        first.enter(0, 2);
        Map<String, String> backup = new HashMap<>(grid.entries);
        first.enter(1, 2);
        grid.entries.clear();
        grid.entries.putAll(backup);
        first.own.membership.lost("a member");
        two.tick();
        assertThat(second.enter(2, 2)).isEqualTo(Answer.FULL);
    }

    @Test
    void enter_entriesThatTheGridLostUnnoticed_arePutBackWithTheNext() {
        first.enter(0, 3);
        first.enter(1, 3);
        grid.entries.clear();
        assertThat(first.enter(2, 3)).isEqualTo(Answer.ADMITTED);
        assertThat(two.held().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fallback.class,
            names = {"CLOSED", "OPEN"})
    void enter_storeIsClosed_asksNobody(Fallback fallback) {
        first.store.close();
        int before = first.own.operations;
        Policy policy = TwoRosters.under(fallback).policy();
        assertThat(first.enter(new CounterId(policy, Key.tenant("late")), 1, 10))
                .isEqualTo(fallback == Fallback.OPEN ? Answer.ADMITTED : Answer.UNKNOWN);
        assertThat(first.own.operations).isEqualTo(before);
    }
}
