package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import org.junit.jupiter.api.Test;

/** What is remembered of a swap: how much it charged, and whether it refused. */
class BookingTest {

    private static final long NOW = 1_763_690_000_000L;
    private static final Policy POLICY = StoreFixtures.policy("5/1m");

    private Booking booking = new Booking(POLICY, State.EMPTY, NOW);

    @Test
    void denial_refundAfterIt_isForgotten() {
        acquire(5);
        acquire(1);
        assertThat(booking.denial()).isPresent();
        refund(1, NOW);
        assertThat(booking.denial()).isEmpty();
    }

    @Test
    void denial_refundBeforeIt_isRemembered() {
        acquire(5);
        refund(1, NOW);
        acquire(2);
        assertThat(booking.denial()).isPresent();
    }

    @Test
    void charged_refund_isTakenOff() {
        acquire(4);
        refund(1, NOW);
        assertThat(booking.charged()).isEqualTo(3);
        assertThat(booking.used()).isEqualTo(4);
    }

    @Test
    void charged_refundOfMoreThanCounts_isTakenOffAsFarAsItWasGivenBack() {
        acquire(4);
        booking = new Booking(POLICY, booking.state(), NOW + 120_000);
        acquire(3);
        refund(2, NOW);
        assertThat(booking.charged()).isEqualTo(3);
    }

    @Test
    void charged_refusal_isNothing() {
        acquire(4);
        acquire(2);
        assertThat(booking.charged()).isEqualTo(4);
        assertThat(booking.used()).isEqualTo(4);
    }

    @Test
    void charged_reset_forgetsWhatWasBeforeAndNotTheDebt() {
        acquire(4);
        booking = new Booking(POLICY, booking.state(), NOW);
        booking.end(new Lease.Ended(2, 2, NOW + 1_000));
        booking.reset();
        booking.settle(new Debt(3, 0));
        assertThat(booking.charged()).isEqualTo(3);
        assertThat(POLICY.left(booking.state(), NOW)).isEqualTo(2);
    }

    @Test
    void used_leaseThatEnds_isWhatWasTakenFromIt() {
        Policy policy = StoreFixtures.policy("1000/1m");
        booking = new Booking(policy, State.EMPTY, NOW);
        booking.lend(50, Source.LEASE);
        Lease lease = booking.lease().orElseThrow();
        assertThat(lease.take(10, NOW)).isNotNull();
        booking = new Booking(policy, booking.state(), NOW);
        booking.end(lease.end());
        assertThat(booking.used()).isEqualTo(10);
        assertThat(booking.charged()).isEqualTo(-40);
        assertThat(policy.left(booking.state(), NOW)).isEqualTo(990);
    }

    private void acquire(long permits) {
        booking.apply(new Change.Acquire(permits), Source.DENIAL_CACHE);
    }

    private void refund(long permits, long takenMillis) {
        booking.apply(new Change.Refund(permits, takenMillis), Source.DENIAL_CACHE);
    }
}
