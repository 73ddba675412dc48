package dev.weir.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.Block;
import org.junit.jupiter.api.Test;

class DebtTest {

    @Test
    void plus_morePermits_areAddedAndSaturated() {
        assertThat(debt(2, 0).plus(debt(3, 0))).isEqualTo(debt(5, 0));
        assertThat(debt(2, 0).plus(debt(Long.MAX_VALUE, 0))).isEqualTo(debt(Long.MAX_VALUE, 0));
    }

    @Test
    void plus_givenBack_isNeverLessThanNothing() {
        assertThat(debt(2, 0).refunded(1)).isEqualTo(debt(1, 0));
        assertThat(debt(2, 0).refunded(3)).isSameAs(Debt.NONE);
        assertThat(Debt.NONE.refunded(1)).isSameAs(Debt.NONE);
    }

    @Test
    void plus_blocks_theLaterOneStands() {
        assertThat(debt(0, 20).plus(debt(0, 10))).isEqualTo(debt(0, 20));
        assertThat(debt(0, 10).plus(debt(1, 20))).isEqualTo(debt(1, 20));
    }

    @Test
    void minus_paid_leavesWhatWasAddedMeanwhile() {
        Debt paid = debt(3, 10);
        assertThat(paid.plus(debt(2, 0)).minus(paid)).isEqualTo(debt(2, 0));
        assertThat(paid.plus(debt(0, 20)).minus(paid)).isEqualTo(debt(0, 20));
        assertThat(paid.minus(paid)).isSameAs(Debt.NONE);
    }

    @Test
    void minus_partWasGivenBackMeanwhile_isNeverLessThanNothing() {
        Debt paid = debt(3, 0);
        assertThat(paid.refunded(1).minus(paid)).isSameAs(Debt.NONE);
    }

    private static Debt debt(long permits, long blockedUntilMillis) {
        return Debt.of(permits, Block.until(blockedUntilMillis));
    }
}
