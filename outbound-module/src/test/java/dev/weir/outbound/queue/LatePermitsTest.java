package dev.weir.outbound.queue;

import static dev.weir.outbound.queue.SimulatedCluster.KIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.outbound.Permit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Permits that come late, or are used late. */
class LatePermitsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    /** While it is not sure how late calls arrive, their permits are held for a second. */
    private final SimulatedCluster cluster = SimulatedCluster.kis(1).watching(true);

    private long latencyNanos = 250_000;

    private SimulatedCluster.Instance instance() {
        return cluster.instance("a", () -> latencyNanos);
    }

    private Permit permit(SimulatedCluster.Instance instance) {
        var permit = instance.queue.acquire(List.of(KIS), 1, 0, LONG);
        cluster.time.runUntilMillis(cluster.time.nanoTime() / 1_000_000 + 2);
        return permit.join();
    }

    private static boolean isTooOld(Permit permit) {
        return ((AgingPermit) permit).isTooOld();
    }

    @Test
    void take_answersWhenItsHoldHasNearlyEnded_isGivenBack() {
        SimulatedCluster.Instance only = instance();
        latencyNanos = 350_000_000;
        only.calls(1, LONG);
        cluster.time.runUntilMillis(699);
        latencyNanos = 250_000;
        assertThat(only.granted).isEmpty();
        cluster.time.runUntilMillis(710);
        assertThat(only.granted).hasSize(1);
        // taken, given back, and taken again
        assertThat(cluster.counter.operations()).isEqualTo(3);
    }

    @Test
    void isTooOld_permitOfAHold_shortlyBeforeItsEnd() {
        Permit permit = permit(instance());
        cluster.time.runUntilMillis(978);
        assertThat(isTooOld(permit)).isFalse();
        cluster.time.runUntilMillis(983);
        assertThat(isTooOld(permit)).isTrue();
    }

    @Test
    void isTooOld_permitThatIsUsedAlready_afterAQuarterOfASecond() {
        Permit permit = permit(plain());
        cluster.time.runUntilMillis(249);
        assertThat(isTooOld(permit)).isFalse();
        cluster.time.runUntilMillis(253);
        assertThat(isTooOld(permit)).isTrue();
    }

    private SimulatedCluster.Instance plain() {
        cluster.watching(false);
        return instance();
    }

    @Test
    void isTooOld_shortWindow_afterAQuarterOfIt() {
        cluster.policy("kis", new Limit(20, Duration.ofMillis(200)));
        Permit permit = permit(plain());
        cluster.time.runUntilMillis(49);
        assertThat(isTooOld(permit)).isFalse();
        cluster.time.runUntilMillis(53);
        assertThat(isTooOld(permit)).isTrue();
    }
}
