package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.memory.LocalReports;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FullCountsTest {

    private final List<String> counters = new ArrayList<>();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final ListLogger log = new ListLogger();
    private int read;
    private boolean fails;

    private final FullCounts counts = new FullCounts(
            new LocalReports(this::all),
            () -> "/shop",
            scheduler,
            scheduler,
            new OncePerMinuteLog(log, new MutableClock()));

    private Iterator<String> all() {
        Iterator<String> texts = counters.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return texts.hasNext();
            }

            @Override
            public String next() {
                read++;
                if (fails && read > 150) {
                    throw new IllegalStateException("the cluster is gone");
                }
                return texts.next();
            }
        };
    }

    private void fill(int each) {
        for (int i = 0; i < each; i++) {
            counters.add("/shop|api|u:" + i);
            counters.add("/shop|api2|u:" + i);
            counters.add("/shop2|api|u:" + i);
        }
    }

    @Test
    void start_countersOfSeveralPolicies_countsThoseOfThePolicyPageByPage() {
        fill(150);
        FullCounts.Count begun = counts.start(Optional.of("api")).orElseThrow();
        assertThat(read).isEqualTo(FullCounts.PAGE);
        assertThat(begun.state()).isEqualTo(FullCounts.State.RUNNING);
        assertThat(begun.pages()).isEqualTo(1);
        assertThat(scheduler.runLater()).isTrue();
        assertThat(scheduler.lastDelayMillis).isEqualTo(200);
        assertThat(read).isEqualTo(2 * FullCounts.PAGE);
        while (scheduler.runLater()) {
            // the next page
        }
        assertThat(counts.find(begun.id())).hasValue(new FullCounts.Count(begun.id(), FullCounts.State.DONE, 150, 5));
    }

    @Test
    void start_withoutAPolicy_countsThoseOfTheApplication() {
        fill(10);
        assertThat(counts.start(Optional.empty()).orElseThrow().counted()).isEqualTo(20);
    }

    @Test
    void start_whileOneRuns_returnsThatOne() {
        fill(150);
        String id = counts.start(Optional.of("api")).orElseThrow().id();
        assertThat(counts.start(Optional.of("api")).orElseThrow().id())
                .isEqualTo(id)
                .hasSize(36);
        assertThat(counts.start(Optional.of("api2"))).isEmpty();
        assertThat(counts.cancel(id)).isTrue();
        assertThat(counts.start(Optional.of("api2")).orElseThrow().id()).isNotEqualTo(id);
    }

    @Test
    void cancel_runningCount_readsNoFurtherPage() {
        fill(150);
        String id = counts.start(Optional.of("api")).orElseThrow().id();
        assertThat(counts.cancel(id)).isTrue();
        while (scheduler.runLater()) {
            // nothing is left to do
        }
        assertThat(read).isEqualTo(FullCounts.PAGE);
        assertThat(counts.find(id).orElseThrow().state()).isEqualTo(FullCounts.State.CANCELLED);
        assertThat(counts.cancel("no such id")).isFalse();
        assertThat(counts.find("no such id")).isEmpty();
    }

    @Test
    void start_clusterFails_saysSoOnce() {
        fill(150);
        fails = true;
        String id = counts.start(Optional.of("api")).orElseThrow().id();
        while (scheduler.runLater()) {
            // the next page
        }
        assertThat(counts.find(id).orElseThrow().state()).isEqualTo(FullCounts.State.FAILED);
        assertThat(log.lines()).hasSize(1);
    }
}
