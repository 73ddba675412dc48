package dev.weir.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.metrics.PolicyTotals;
import dev.weir.monitor.count.Counts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OtherInstancesTest {

    private static final Set<String> MEMBERS = Set.of("m");

    private final OtherInstances others = new OtherInstances();

    private static InstanceReport report(String id, long sequence, long allowed) {
        return new InstanceReport(
                new InstanceReport.Instance("/shop", id, "m", 0),
                sequence,
                0,
                false,
                0,
                0,
                new Counts(Map.of("api", new PolicyTotals(allowed, 0, 0, 0, 0, 0, 0)), Map.of()),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of());
    }

    private long past(long now) {
        return others.past(MEMBERS, now)
                .policies()
                .getOrDefault("api", PolicyTotals.NONE)
                .allowed();
    }

    @Test
    void sweep_manyThatAreGone_countsEachOnce() {
        for (int i = 0; i < 100; i++) {
            assertThat(others.read(report("i" + i, 1, 1), i)).isTrue();
            others.left("i" + i, i);
        }
        assertThat(past(200)).isEqualTo(100);
        others.sweep(MEMBERS, 200);
        assertThat(others.gone(MEMBERS, 200))
                .as("their last reports may be on the way")
                .hasSize(100);
        long later = 200 + OtherInstances.GONE_MILLIS;
        others.sweep(MEMBERS, later);
        assertThat(others.gone(MEMBERS, later))
                .hasSize(OtherInstances.MOST_GONE)
                .contains("i36")
                .doesNotContain("i35");
        assertThat(past(later)).isEqualTo(100);
        others.listed("i0", later);
        others.heard("i1", later);
        assertThat(others.read(report("i0", 1, 1), later)).isFalse();
        assertThat(others.toRead(0, MEMBERS, later)).doesNotContain("i0", "i1");
        assertThat(past(later)).isEqualTo(100);
        assertThat(others.present(MEMBERS, later)).isEmpty();
    }

    @Test
    void read_reportOfOneThatHasLeft_countsAsItsLast() {
        assertThat(others.read(report("a", 1, 1), 10)).isTrue();
        others.left("a", 20);
        assertThat(others.read(report("a", 2, 3), 30)).isTrue();
        assertThat(others.read(report("a", 1, 1), 40)).isFalse();
        assertThat(past(50)).isEqualTo(3);
    }
}
