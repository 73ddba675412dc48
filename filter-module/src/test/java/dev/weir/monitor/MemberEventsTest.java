package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.SharedReports;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the list of events says of members that come, begin to report, and go. */
class MemberEventsTest {

    private static final String SHOP = "/shop";

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final List<MonitoredInstance> instances = new ArrayList<>();
    private List<String> members = List.of("one", "two");
    private MonitoredInstance first;

    @BeforeEach
    void start() {
        grid.board.instant = true;
        first = instance(grid, "one", "a");
        pass(7);
    }

    private MonitoredInstance instance(FakeGrid grid, String member, String id) {
        grid.roster = roster(member);
        MonitoredInstance instance = new MonitoredInstance(grid, SHOP, id);
        instances.add(instance);
        return instance;
    }

    private List<SharedReports.Member> roster(String self) {
        return members.stream()
                .map(id -> new SharedReports.Member(id, id + ":5701", id.equals(self)))
                .toList();
    }

    private void members(String... ids) {
        members = List.of(ids);
        grid.roster = roster("one");
    }

    /** So many seconds pass, in which the first is asked. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            var unused = first.monitor.statistics();
            clock.advance(Duration.ofSeconds(1));
            instances.forEach(MonitoredInstance::tick);
        }
    }

    private List<String> events() {
        return first.monitor.live(0).events().stream()
                .filter(each -> each.event().equals("member"))
                .map(LiveView.Event::text)
                .toList();
    }

    @Test
    void member_thatReportsLaterThanItJoins_isNeverGone() {
        members("one", "two", "three");
        pass(2);
        assertThat(events()).containsExactly("three is unknown");
        instance(new FakeGrid(grid), "three", "c");
        pass(3);
        assertThat(first.monitor.statistics().members())
                .extracting(Statistics.Member::id)
                .containsExactly("a", "c", "two");
        assertThat(events()).containsExactly("three is unknown", "c is active");
    }

    @Test
    void member_thatReported_isGoneByTheNameOfItsInstance() {
        members("one", "two", "three");
        MonitoredInstance third = instance(new FakeGrid(grid), "three", "c");
        pass(3);
        instances.remove(third);
        members("one", "two");
        pass(1);
        assertThat(events()).endsWith("c is gone").doesNotContain("three is gone");
    }

    @Test
    void member_thatNeverReported_isGoneByItsOwnName() {
        members("one");
        pass(1);
        assertThat(events()).containsExactly("two is gone");
    }
}
