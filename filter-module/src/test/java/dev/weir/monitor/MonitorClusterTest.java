package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.metrics.PolicyTotals;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.GridFixtures;
import dev.weir.store.grid.ServerGrid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Instances of an application on two members of a real cluster. */
@Timeout(120)
class MonitorClusterTest {

    private static final String POLICY = MonitoredInstance.REPORTS.name();

    private ServerGrid one;
    private ServerGrid two;
    private MonitoredInstance first;
    private MonitoredInstance second;

    @BeforeEach
    void start() {
        String cluster = "weir-" + UUID.randomUUID();
        List<Integer> ports = List.of(StoreFixtures.freePort(), StoreFixtures.freePort());
        List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        one = ServerGrid.start(StoreFixtures.embedded(cluster, ports.get(0), members));
        two = ServerGrid.start(StoreFixtures.embedded(cluster, ports.get(1), members));
        first = instance(one, "/shop", "a");
        second = instance(two, "/shop", "b");
    }

    @AfterEach
    void stop() {
        first.store.close();
        second.store.close();
        two.close();
        one.close();
    }

    private static MonitoredInstance instance(ServerGrid server, String namespace, String id) {
        Grid grid = GridFixtures.behind(server::manager, 10_000);
        return new MonitoredInstance(grid, namespace, id);
    }

    private void tick() {
        first.tick();
        second.tick();
    }

    private static PolicyTotals totals(MonitoredInstance instance) {
        return instance.monitor.statistics().policies().getOrDefault(POLICY, PolicyTotals.NONE);
    }

    /** Ticks once a second, as the runtime does, until {@code expected} holds. */
    private void awaitTicking(Duration longest, Runnable expected) {
        await().atMost(longest)
                .pollInterval(Duration.ofSeconds(1))
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> {
                    tick();
                    expected.run();
                });
    }

    @Test
    void statistics_twelveRequestsOverBoth_agreeWithinTwoSeconds() {
        awaitTicking(Duration.ofSeconds(20), () -> {
            assertThat(first.monitor.statistics().members()).hasSize(2);
            assertThat(second.monitor.statistics().members()).hasSize(2);
        });
        for (int i = 0; i < 6; i++) {
            first.use("alice", 1);
            second.use("alice", 1);
        }
        await().atMost(Duration.ofMillis(2_500))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    tick();
                    assertThat(totals(first).allowed()).isEqualTo(10);
                    assertThat(totals(first).refused() + totals(first).blocked())
                            .isEqualTo(2);
                    assertThat(totals(second)).isEqualTo(totals(first));
                });
        assertThat(first.keys(KeyListing.Order.BLOCKED)).containsExactly("u:alice");
        assertThat(second.keys(KeyListing.Order.BLOCKED)).containsExactly("u:alice");
        second.reset("alice");
        awaitTicking(Duration.ofSeconds(6), () -> {
            assertThat(first.keys(KeyListing.Order.BLOCKED)).isEmpty();
            assertThat(second.keys(KeyListing.Order.BLOCKED)).isEmpty();
        });
    }

    @Test
    void statistics_oneLeaves_itsCountsStayAndItsMemberHasNoApplicationUntilItIsGone() {
        second.use("bob", 3);
        tick();
        second.monitor.close();
        second.store.close();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            first.tick();
            assertThat(totals(first).allowed()).isEqualTo(3);
        });
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    first.tick();
                    assertThat(first.monitor.statistics().members())
                            .extracting(Statistics.Member::state)
                            .containsExactly(Statistics.State.ACTIVE, Statistics.State.UNKNOWN);
                });
        two.close();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            first.tick();
            assertThat(first.monitor.statistics().members()).hasSize(1);
            assertThat(totals(first).allowed()).isEqualTo(3);
        });
        two = ServerGrid.start(StoreFixtures.alone());
    }

    @Test
    void statistics_otherApplicationOnTheSameMembers_isNoPartOfIt() {
        MonitoredInstance other = instance(two, "/other", "c");
        other.use("alice", 4);
        first.use("alice", 1);
        second.use("alice", 1);
        awaitTicking(Duration.ofSeconds(20), () -> {
            other.tick();
            assertThat(totals(other).allowed()).isEqualTo(4);
            assertThat(totals(first).allowed()).isEqualTo(2);
            assertThat(totals(second).allowed()).isEqualTo(2);
        });
        other.store.close();
    }

    @Test
    void others_askedOnEither_saySomethingWithinTwoSecondsAndUntilTheyLeave() {
        first.monitor.offer("diary", (about, most) -> "first" + about);
        second.monitor.offer("diary", (about, most) -> "second" + about);
        awaitTicking(Duration.ofSeconds(20), () -> {
            assertThat(first.monitor.others("diary").others())
                    .singleElement()
                    .satisfies(each -> assertThat(each.text()).hasValue("second"));
            assertThat(second.monitor.others("diary/2026-11-30").others())
                    .singleElement()
                    .satisfies(each -> assertThat(each.text()).hasValue("first2026-11-30"));
            assertThat(first.monitor.others("diary").isComplete()).isTrue();
        });
        second.monitor.offer("diary", (about, most) -> "anew");
        awaitTicking(
                Duration.ofMillis(4_500),
                () -> assertThat(first.monitor.others("diary").others())
                        .singleElement()
                        .satisfies(each -> assertThat(each.text()).hasValue("anew")));
        second.monitor.close();
        second.store.close();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    first.tick();
                    assertThat(first.monitor.others("diary").others())
                            .as("a member without the application")
                            .singleElement()
                            .satisfies(each -> assertThat(each.text()).isEmpty());
                });
    }

    @Test
    void statistics_firstQuestion_isAnsweredInTime() {
        tick();
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            Statistics unused = first.monitor.statistics();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(2_000);
        }
    }

    @Test
    void start_countersOfBothMembers_countsEachOnce() {
        for (int i = 0; i < 230; i++) {
            (i % 2 == 0 ? first : second).use("user" + i, 1);
        }
        MonitoredInstance other = instance(two, "/other", "c");
        other.use("alice", 4);
        await().until(() -> {
            FullCounts.Count begun =
                    first.monitor.fullCounts().start(Optional.of(POLICY)).orElseThrow();
            while (first.scheduler.runLater()) {
                // the next page
            }
            FullCounts.Count done = first.monitor.fullCounts().find(begun.id()).orElseThrow();
            assertThat(done.state()).isEqualTo(FullCounts.State.DONE);
            assertThat(done.counted()).isEqualTo(230);
            assertThat(done.pages()).isEqualTo(3);
            return true;
        });
        other.store.close();
    }
}
