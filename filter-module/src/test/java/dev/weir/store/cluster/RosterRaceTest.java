package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.Roster;
import dev.weir.store.Rosters.Answer;
import dev.weir.store.RostersContract;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.FakeGrid.Behaviour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances race for the places of one roster, in every order in which the grid can do what they ask. */
class RosterRaceTest {

    private static final int PRINCIPALS = 60;

    private final FakeGrid grid = new FakeGrid(new MutableClock());
    private final Map<Integer, List<CompletableFuture<Answer>>> answers = new HashMap<>();

    private RosterGate gate(FakeGrid own) {
        return new RosterGate(20413, () -> "roster", own, own);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 59, 60})
    void arrive_atTwoInstances_admitsJustAsManyAsThereMayBe(int most) {
        for (long seed = 0; seed < 300; seed++) {
            grid.entries.clear();
            answers.clear();
            race(new Random(seed), most);
            assertAsPromised("seed " + seed, most);
        }
    }

    private void race(Random random, int most) {
        List<FakeGrid> grids = List.of(new FakeGrid(grid), new FakeGrid(grid));
        List<RosterGate> gates = grids.stream().map(this::gate).toList();
        for (int step = 0; step < 400; step++) {
            int instance = random.nextInt(2);
            FakeGrid own = grids.get(instance);
            if (random.nextInt(3) == 0) {
                int principal = random.nextInt(PRINCIPALS);
                own.behaviour = random.nextBoolean() ? Behaviour.SILENT : Behaviour.LATE;
                own.repeats = random.nextInt(8) == 0;
                answers.computeIfAbsent(principal, each -> new ArrayList<>())
                        .add(gates.get(instance).arrive(RostersContract.entry(principal), most));
            } else if (!own.unanswered.isEmpty()) {
                own.answerOne();
            }
        }
        grids.forEach(FakeGrid::thaw);
    }

    private void assertAsPromised(String seed, int most) {
        int admitted = 0;
        Roster held = Roster.read(grid.entries.get("roster")).orElseThrow();
        for (Map.Entry<Integer, List<CompletableFuture<Answer>>> each : answers.entrySet()) {
            assertThat(each.getValue()).as(seed).allMatch(CompletableFuture::isDone);
            List<Answer> told =
                    each.getValue().stream().map(CompletableFuture::join).toList();
            boolean in = held.has(RostersContract.entry(each.getKey()));
            admitted += in ? 1 : 0;
            assertThat(told.contains(Answer.ADMITTED)).as(seed).isEqualTo(in);
            // a roster only grows: who was refused once it was full is not admitted later, nor the other way round
            assertThat(told.stream().distinct()).as(seed).hasSize(1);
        }
        assertThat(admitted).as(seed).isEqualTo(held.size()).isEqualTo(Math.min(most, answers.size()));
    }
}
