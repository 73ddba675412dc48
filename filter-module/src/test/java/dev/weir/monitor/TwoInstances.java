package dev.weir.monitor;

import dev.weir.MutableClock;
import dev.weir.metrics.PolicyTotals;
import dev.weir.store.SharedReports;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Two instances of one application on a grid that can be silent. */
abstract class TwoInstances {

    static final String POLICY = MonitoredInstance.REPORTS.name();
    static final String SHOP = "/shop";

    final MutableClock clock = new MutableClock();
    final FakeGrid firstGrid = new FakeGrid(clock);
    final FakeGrid secondGrid = new FakeGrid(firstGrid);
    MonitoredInstance first;
    MonitoredInstance second;

    @BeforeEach
    void start() {
        firstGrid.board.instant = true;
        members("one", "two");
        first = new MonitoredInstance(firstGrid, SHOP, "a");
        second = new MonitoredInstance(secondGrid, SHOP, "b");
    }

    final void members(String... ids) {
        firstGrid.roster = members("one", List.of(ids));
        secondGrid.roster = members("two", List.of(ids));
    }

    static List<SharedReports.Member> members(String self, List<String> ids) {
        return ids.stream()
                .map(id -> new SharedReports.Member(id, id + ":5701", id.equals(self)))
                .toList();
    }

    /** So many seconds pass at both. */
    final void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.tick();
            second.tick();
        }
    }

    static PolicyTotals totals(MonitoredInstance instance) {
        return instance.monitor.statistics().policies().getOrDefault(POLICY, PolicyTotals.NONE);
    }
}
