package dev.weir.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.OutstandingLease;
import dev.weir.core.Policy;
import dev.weir.core.Verdict;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Which permits of a lease can be taken, and until when. */
class LeasePermitsTest {

    private static final long GRANTED = 1_000;
    private static final long LAST = 2_000;
    private static final int HOLDER = 7;
    private static final Policy POLICY = Policy.of("tested", Algorithm.SLIDING_WINDOW, List.of());
    private static final LocalDecision.Counted UNCOUNTED = new UncountedKey();

    private final Lease lease = new Lease(
            POLICY, HOLDER, 3, GRANTED, new Verdict(true, false, LAST, OptionalLong.of(0), List.of()), Source.LEASE);

    @Test
    void take_allPermitsUpToTheLastMillisecond_areAdmitted() {
        assertThat(lease.take(UNCOUNTED, 2, GRANTED)).isNotNull();
        assertThat(lease.peek(1, LAST)).isNotNull();
        assertThat(lease.take(UNCOUNTED, 1, LAST)).isNotNull();
        assertThat(lease.take(UNCOUNTED, 1, LAST)).isNull();
        assertThat(lease.peek(1, LAST)).isNull();
    }

    @Test
    void takeAndLook_afterTheLastMillisecond_sayNothing() {
        assertThat(lease.take(UNCOUNTED, 1, LAST + 1)).isNull();
        assertThat(lease.peek(1, LAST + 1)).isNull();
    }

    @Test
    void end_whatIsLeft_isSaidOnceAndCanBeTakenNoMore() {
        assertThat(lease.take(UNCOUNTED, 1, GRANTED)).isNotNull();
        assertThat(lease.end()).containsExactly(new Lease.Ended(new OutstandingLease(HOLDER, LAST, 3), 2));
        assertThat(lease.take(UNCOUNTED, 1, GRANTED)).isNull();
        assertThat(lease.end().get(0).unused()).isZero();
    }
}
