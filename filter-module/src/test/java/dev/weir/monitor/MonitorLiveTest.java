package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.LimitOverride;
import dev.weir.health.Health;
import dev.weir.metrics.PolicyTotals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens at two instances, second by second. */
class MonitorLiveTest extends TwoInstances {

    @Test
    void live_requestsAtBoth_areInBucketsOnceEach() {
        var unused = first.monitor.statistics();
        pass(3);
        long after = first.monitor.live(0).sequence();
        first.use("alice", 3);
        second.use("bob", 5);
        pass(8);
        LiveView view = first.monitor.live(after);
        assertThat(view.buckets()).hasSize(8);
        assertThat(view.buckets().stream()
                        .map(each -> each.policies().getOrDefault(POLICY, PolicyTotals.NONE))
                        .mapToLong(PolicyTotals::allowed)
                        .sum())
                .isEqualTo(8);
        assertThat(view.minutes()).isEmpty();
        assertThat(first.monitor.live(view.sequence()).buckets()).isEmpty();
        pass(1);
        assertThat(first.monitor.live(view.sequence()).buckets()).hasSize(1);
    }

    @Test
    void live_whatChanges_isAnEvent() {
        var unused = first.monitor.statistics();
        pass(7);
        long after = first.monitor.live(0).sequence();
        first.use("mallory", 12);
        first.mode = Health.Mode.LOCAL;
        first.overrides.add(new LimitOverride(
                LimitOverride.Kind.LIMIT,
                POLICY,
                Optional.empty(),
                "20/1h",
                clock.instant(),
                Optional.empty(),
                "admin",
                "sale"));
        pass(1);
        first.overrides.clear();
        second.monitor.close();
        members("one");
        clock.advance(Duration.ofSeconds(1));
        first.tick();
        assertThat(first.monitor.live(after).events())
                .extracting(each -> each.event() + ": " + each.text())
                .containsExactly(
                        "blocked: limit exceeded: 10/1h",
                        "mode: now local",
                        "override: set: limit 20/1h by admin",
                        "override: ended: limit 20/1h by admin",
                        "member: b is gone");
    }

    private static List<String> memberEvents(MonitoredInstance asked) {
        return asked.monitor.live(0).events().stream()
                .filter(each -> each.event().equals("member"))
                .map(LiveView.Event::text)
                .toList();
    }

    @Test
    void live_nobodyAsksForAWhile_noMemberSeemsToCome() {
        for (int i = 0; i < 3; i++) {
            var unused = first.monitor.statistics();
            pass(20);
            pass(180);
        }
        var unused = first.monitor.statistics();
        pass(10);
        assertThat(memberEvents(first)).isEmpty();
        members("one");
        second.monitor.close();
        first.tick();
        assertThat(memberEvents(first)).containsExactly("b is gone");
    }

    @Test
    void live_manyBlocksInASecond_areAHundredEventsAndOneForTheRest() {
        long before = clock.millis();
        for (int i = 0; i < 150; i++) {
            first.use("mallory" + i, 11);
        }
        pass(1);
        LiveView view = first.monitor.live(0);
        assertThat(view.events()).hasSize(DecisionCounts.MOST_EVENTS + 1);
        assertThat(view.events().get(DecisionCounts.MOST_EVENTS).text()).isEqualTo("and 50 more");
        assertThat(view.sequence()).isLessThan(before + 1_200);
        first.use("eve", 11);
        pass(1);
        assertThat(first.monitor.live(view.sequence()).events()).hasSize(1);
    }

    @Test
    void live_instanceLeaves_whatItDidLastIsThere() {
        var unused = first.monitor.statistics();
        pass(3);
        long after = first.monitor.live(0).sequence();
        second.use("bob", 5);
        second.monitor.close();
        members("one");
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.tick();
        }
        assertThat(first.monitor.live(after).buckets().stream()
                        .map(each -> each.policies().getOrDefault(POLICY, PolicyTotals.NONE))
                        .mapToLong(PolicyTotals::allowed)
                        .sum())
                .isEqualTo(5);
    }
}
