package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.store.Rosters;
import dev.weir.store.Rosters.Answer;
import dev.weir.store.RostersContract;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.FakeGrid.Behaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rosters that two instances share. */
class GridRostersTest extends RostersContract {

    private final TwoRosters two = new TwoRosters(clock);
    private final FakeGrid grid = two.grid;
    private final TwoRosters.Instance first = two.first;
    private final TwoRosters.Instance second = two.second;

    @Override
    protected Rosters rosters() {
        return first.store.rosters();
    }

    @Override
    protected void sweep() {
        StoreFixtures.pass(first.store, clock, Duration.ofSeconds(61));
        clock.advance(Duration.ofSeconds(-61));
    }

    @Test
    void enter_bothInstances_fillOneRoster() {
        for (int i = 0; i < 10; i++) {
            TwoRosters.Instance instance = i % 2 == 0 ? first : second;
            assertThat(instance.enter(i, 10)).isEqualTo(Answer.ADMITTED);
        }
        assertThat(first.enter(10, 10)).isEqualTo(Answer.FULL);
        assertThat(second.enter(10, 10)).isEqualTo(Answer.FULL);
        assertThat(second.enter(0, 10)).as("came to the other one").isEqualTo(Answer.ADMITTED);
        assertThat(two.held().size()).isEqualTo(10);
        assertThat(grid.entries.get(TwoRosters.NAME)).doesNotContain("alice");
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
        assertThat(two.held().has(entry(1))).isTrue();
        assertThat(grid.entries).containsEntry("20414|tested|acme", "1|" + entry(2));
    }

    @Test
    void enter_textOfAnotherVersion_isFullAndLeftAlone() {
        grid.entries.put(TwoRosters.NAME, "2|whatever");
        assertThat(first.enter(1, 10)).isEqualTo(Answer.FULL);
        first.own.behaviour = Behaviour.SILENT;
        clock.advance(Duration.ofSeconds(5));
        assertThat(first.enter(2, 10)).isEqualTo(Answer.FULL);
        first.own.thaw();
        two.tick();
        assertThat(grid.entries).containsEntry(TwoRosters.NAME, "2|whatever");
        grid.entries.put(TwoRosters.NAME, "1|" + entry(7));
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
        two.tick();
        assertThat(grid.entries).isEmpty();
        first.own.maxEntries = 100;
        two.tick();
        assertThat(two.held().size()).isEqualTo(2);
        second.own.maxEntries = 0;
        assertThat(second.enter(3, 3)).as("a roster that the grid has goes on").isEqualTo(Answer.ADMITTED);
    }
}
