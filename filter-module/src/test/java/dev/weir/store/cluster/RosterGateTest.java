package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.Rosters.Answer;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.Grid;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One operation after the other. */
class RosterGateTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final List<Boolean> overdue = new ArrayList<>();

    /** The same grid, which notes for each operation that begins what others see of the gate meanwhile. */
    private final Grid watched = (Grid) Proxy.newProxyInstance(
            Grid.class.getClassLoader(), new Class<?>[] {Grid.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("isFull")) {
                    overdue.add(isOverdue());
                }
                return method.invoke(grid, arguments);
            });

    private final RosterGate gate = new RosterGate(1, () -> "1|acme", grid, watched);

    private boolean isOverdue() {
        return gate.isOverdue(50);
    }

    @Test
    void isOverdue_operationThatBeginsLongAfterTheOneBefore_isNot() {
        assertThat(gate.arrive("aaaaaaaaaaaa", 5)).isCompletedWithValue(Answer.ADMITTED);
        clock.advance(Duration.ofMinutes(5));
        assertThat(gate.arrive("bbbbbbbbbbbb", 5)).isCompletedWithValue(Answer.ADMITTED);
        assertThat(overdue).isNotEmpty().doesNotContain(true);
    }
}
