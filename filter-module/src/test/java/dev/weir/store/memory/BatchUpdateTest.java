package dev.weir.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Source;
import dev.weir.core.Block;
import dev.weir.core.Change;
import dev.weir.core.OutstandingLease;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.StoreFixtures;
import org.junit.jupiter.api.Test;

/** What is remembered of a swap: how much it charged, and whether it refused. */
class BatchUpdateTest {

    private static final int HOLDER = 7;

    private static final long NOW = 1_763_690_000_000L;
    private static final Policy POLICY = StoreFixtures.policy("5/1m");

    private BatchUpdate update = new BatchUpdate(POLICY, State.EMPTY, HOLDER, NOW);

    @Test
    void denial_refundAfterIt_isForgotten() {
        acquire(5);
        acquire(1);
        assertThat(update.decision()).isInstanceOf(Denial.class);
        refund(1, NOW);
        assertThat(update.decision()).isEqualTo(NoDecision.NONE);
    }

    @Test
    void denial_refundBeforeIt_isRemembered() {
        acquire(5);
        refund(1, NOW);
        acquire(2);
        assertThat(update.decision()).isInstanceOf(Denial.class);
    }

    @Test
    void charged_refund_isTakenOff() {
        acquire(4);
        refund(1, NOW);
        assertThat(update.charged()).isEqualTo(3);
        assertThat(update.used()).isEqualTo(4);
    }

    @Test
    void charged_refundOfMoreThanCounts_isTakenOffAsFarAsItWasGivenBack() {
        acquire(4);
        update = new BatchUpdate(POLICY, update.state(), HOLDER, NOW + 120_000);
        acquire(3);
        refund(2, NOW);
        assertThat(update.charged()).isEqualTo(3);
    }

    @Test
    void charged_refusal_isNothing() {
        acquire(4);
        acquire(2);
        assertThat(update.charged()).isEqualTo(4);
        assertThat(update.used()).isEqualTo(4);
    }

    @Test
    void charged_reset_forgetsWhatWasBeforeAndNotTheDebt() {
        acquire(4);
        update = new BatchUpdate(POLICY, update.state(), HOLDER, NOW);
        update.end(new Lease.Ended(new OutstandingLease(OutstandingLease.NOT_RECORDED, NOW + 1_000, 2), 2));
        update.reset();
        update.settle(Debt.of(3, Block.NONE));
        assertThat(update.charged()).isEqualTo(3);
        assertThat(POLICY.left(update.state(), NOW)).isEqualTo(2);
    }

    @Test
    void used_leaseThatEnds_isWhatWasTakenFromIt() {
        Policy policy = StoreFixtures.policy("1000/1m");
        update = new BatchUpdate(policy, State.EMPTY, HOLDER, NOW);
        update.lend(50, Source.LEASE);
        Lease lease = (Lease) update.decision();
        assertThat(lease.take(new UncountedKey(), 10, NOW)).isNotNull();
        update = new BatchUpdate(policy, update.state(), HOLDER, NOW);
        lease.end().forEach(update::end);
        assertThat(update.used()).isEqualTo(10);
        assertThat(update.charged()).isEqualTo(-40);
        assertThat(policy.left(update.state(), NOW)).isEqualTo(990);
    }

    private void acquire(long permits) {
        update.apply(new Change.Acquire(permits), Source.DENIAL_CACHE);
    }

    private void refund(long permits, long takenMillis) {
        update.apply(new Change.Refund(permits, takenMillis), Source.DENIAL_CACHE);
    }
}
