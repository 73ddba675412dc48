package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.Roster;
import dev.weir.store.Rosters;
import dev.weir.store.Rosters.Answer;
import dev.weir.store.RostersContract;
import dev.weir.store.StoreFixtures;
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

/** Rosters that two instances share. */
class GridRostersTest extends RostersContract {

    private static final String NAME = "20413|tested|acme";

    private final FakeGrid grid = new FakeGrid(clock);
    private final Instance first = new Instance();
    private final Instance second = new Instance();

    private final class Instance {

        final FakeGrid own = new FakeGrid(grid);
        final ClusterStore store = StoreFixtures.store(own);

        Answer enter(int number, int most) {
            return enter(ACME, number, most);
        }

        Answer enter(CounterId id, int number, int most) {
            return store.rosters().enter(id, entry(number), most, StoreFixtures.noBudget());
        }
    }

    @Override
    protected Rosters rosters() {
        return first.store.rosters();
    }

    @Override
    protected void sweep() {
        StoreFixtures.pass(first.store, clock, Duration.ofSeconds(61));
        clock.advance(Duration.ofSeconds(-61));
    }

    private static CounterId under(Fallback fallback) {
        return new CounterId(StoreFixtures.policy("100/1h", fallback), Key.tenant("acme"));
    }

    private void tick() {
        clock.advance(Duration.ofSeconds(1));
        first.store.tick();
        second.store.tick();
    }

    private Roster held() {
        return Roster.read(grid.entries.get(NAME)).orElseThrow();
    }

    @Test
    void enter_bothInstances_fillOneRoster() {
        for (int i = 0; i < 10; i++) {
            Instance instance = i % 2 == 0 ? first : second;
            assertThat(instance.enter(i, 10)).isEqualTo(Answer.ADMITTED);
        }
        assertThat(first.enter(10, 10)).isEqualTo(Answer.FULL);
        assertThat(second.enter(10, 10)).isEqualTo(Answer.FULL);
        assertThat(second.enter(0, 10)).as("came to the other one").isEqualTo(Answer.ADMITTED);
        assertThat(held().size()).isEqualTo(10);
        assertThat(grid.entries.get(NAME)).doesNotContain("alice");
    }

    @Test
    void enter_memberAgain_needsNoGrid() {
        first.enter(1, 10);
        second.enter(2, 10);
        second.enter(1, 10);
        int before = second.own.operations;
        second.own.behaviour = Behaviour.SILENT;
        assertThat(second.enter(1, 10)).isEqualTo(Answer.ADMITTED);
        assertThat(second.enter(2, 10)).isEqualTo(Answer.ADMITTED);
        assertThat(second.own.operations).isEqualTo(before);
    }

    @Test
    void enter_newMember_costsTwoOperationsThenOne() {
        first.enter(1, 10);
        assertThat(first.own.operations).isEqualTo(2);
        first.enter(2, 10);
        assertThat(first.own.operations).isEqualTo(3);
    }

    @Test
    void enter_fullRoster_isLookedAtOnceASecond() {
        first.enter(1, 1);
        assertThat(first.enter(2, 1)).isEqualTo(Answer.FULL);
        int before = first.own.operations;
        for (int i = 0; i < 100; i++) {
            assertThat(first.enter(2 + i, 1)).isEqualTo(Answer.FULL);
        }
        assertThat(first.own.operations).isEqualTo(before);
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            assertThat(first.enter(2 + i, 1)).isEqualTo(Answer.FULL);
        }
        assertThat(first.own.operations).isEqualTo(before + 1);
    }

    @Test
    void enter_cameOnALargerTierElsewhere_goesOnOnASmallerWithinASecond() {
        first.enter(1, 1);
        assertThat(first.enter(2, 1)).isEqualTo(Answer.FULL);
        assertThat(second.enter(2, 5)).isEqualTo(Answer.ADMITTED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(first.enter(2, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(first.enter(3, 1)).isEqualTo(Answer.FULL);
    }

    @Test
    void enter_newDay_isAnotherEntryOfTheGrid() {
        first.enter(1, 1);
        clock.advance(Duration.ofMillis(rosters().millisToEndOfDay()));
        assertThat(second.enter(2, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(first.enter(1, 1)).isEqualTo(Answer.FULL);
        assertThat(held().has(entry(1))).isTrue();
        assertThat(grid.entries).containsEntry("20414|tested|acme", "1|" + entry(2));
    }

    @ParameterizedTest
    @CsvSource({"CLOSED, UNKNOWN, 0", "OPEN, ADMITTED, 3", "LOCAL, SHARE_FULL, 2"})
    void enter_silentGrid_isDecidedByTheFallback(Fallback fallback, Answer third, int admitted) {
        CounterId id = under(fallback);
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
        first.enter(under(Fallback.OPEN), 1, 1);
        first.own.behaviour = Behaviour.SILENT;
        clock.advance(Duration.ofSeconds(5));
        assertThat(first.enter(under(Fallback.OPEN), 2, 1)).isEqualTo(Answer.FULL);
        assertThat(first.enter(under(Fallback.CLOSED), 2, 1)).isEqualTo(Answer.FULL);
    }

    @Test
    void tick_gridAnswersAgain_hasWhomTheFallbackAdmitted() {
        first.enter(0, 3);
        first.own.behaviour = Behaviour.FAILING;
        assertThat(first.enter(1, 3)).isEqualTo(Answer.ADMITTED);
        assertThat(second.enter(2, 3)).isEqualTo(Answer.ADMITTED);
        assertThat(second.enter(3, 3)).isEqualTo(Answer.ADMITTED);
        first.own.behaviour = Behaviour.ANSWERING;
        tick();
        assertThat(held().size()).as("above the most").isEqualTo(4);
        tick();
        for (int i = 0; i <= 3; i++) {
            assertThat(first.enter(i, 3)).isEqualTo(Answer.ADMITTED);
            assertThat(second.enter(i, 3)).isEqualTo(Answer.ADMITTED);
        }
        assertThat(first.enter(4, 3)).isEqualTo(Answer.FULL);
        int before = first.own.operations;
        tick();
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
        assertThat(first.store.rosters().enter(ACME, entry(2), 10, budget)).isEqualTo(Answer.ADMITTED);
        first.own.thaw();
        tick();
        assertThat(held().size()).isEqualTo(2);
    }

    @Test
    void enter_givenUpBeforeItWasOnItsWay_takesNoPlace() {
        CounterId id = under(Fallback.CLOSED);
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
        tick();
        assertThat(held().size()).isEqualTo(2);
        assertThat(second.enter(1, 2)).isEqualTo(Answer.ADMITTED);
        assertThat(second.enter(2, 2)).isEqualTo(Answer.FULL);
    }

    @Test
    void enter_swapThatIsMadeTwice_isNoSecondPlace() {
        first.enter(0, 2);
        first.own.ownerDiesAfterTheSwap(() -> {});
        assertThat(first.enter(1, 2)).isEqualTo(Answer.ADMITTED);
        assertThat(held().size()).isEqualTo(2);
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
        tick();
        assertThat(held().size()).isEqualTo(3);
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
        tick();
        assertThat(second.enter(2, 2)).isEqualTo(Answer.FULL);
    }

    @Test
    void enter_entriesThatTheGridLostUnnoticed_arePutBackWithTheNext() {
        first.enter(0, 3);
        first.enter(1, 3);
        grid.entries.clear();
        assertThat(first.enter(2, 3)).isEqualTo(Answer.ADMITTED);
        assertThat(held().size()).isEqualTo(3);
    }

    @Test
    void enter_textOfAnotherVersion_isFullAndLeftAlone() {
        grid.entries.put(NAME, "2|whatever");
        assertThat(first.enter(1, 10)).isEqualTo(Answer.FULL);
        first.own.behaviour = Behaviour.SILENT;
        clock.advance(Duration.ofSeconds(5));
        assertThat(first.enter(2, 10)).isEqualTo(Answer.FULL);
        first.own.thaw();
        tick();
        assertThat(grid.entries).containsEntry(NAME, "2|whatever");
        grid.entries.put(NAME, "1|" + entry(7));
        clock.advance(Duration.ofSeconds(1));
        assertThat(first.enter(1, 10)).as("the other version is gone").isEqualTo(Answer.ADMITTED);
    }

    @Test
    void enter_fullGrid_keepsARosterThatTheGridDoesNotHave() {
        first.own.maxEntries = 0;
        assertThat(first.enter(1, 2)).isEqualTo(Answer.ADMITTED);
        assertThat(first.enter(2, 2)).isEqualTo(Answer.ADMITTED);
        assertThat(first.enter(3, 2)).isEqualTo(Answer.FULL);
        assertThat(grid.entries).isEmpty();
        tick();
        assertThat(grid.entries).isEmpty();
        first.own.maxEntries = 100;
        tick();
        assertThat(held().size()).isEqualTo(2);
        second.own.maxEntries = 0;
        assertThat(second.enter(3, 3)).as("a roster that the grid has goes on").isEqualTo(Answer.ADMITTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fallback.class,
            names = {"CLOSED", "OPEN"})
    void enter_storeIsClosed_asksNobody(Fallback fallback) {
        first.store.close();
        int before = first.own.operations;
        Policy policy = under(fallback).policy();
        assertThat(first.enter(new CounterId(policy, Key.tenant("late")), 1, 10))
                .isEqualTo(fallback == Fallback.OPEN ? Answer.ADMITTED : Answer.UNKNOWN);
        assertThat(first.own.operations).isEqualTo(before);
    }
}
