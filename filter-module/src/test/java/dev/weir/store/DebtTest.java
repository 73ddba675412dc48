package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DebtTest {

    @Test
    void plus_morePermits_areAddedAndSaturated() {
        assertThat(new Debt(2, 0).plus(3, 0)).isEqualTo(new Debt(5, 0));
        assertThat(new Debt(2, 0).plus(Long.MAX_VALUE, 0)).isEqualTo(new Debt(Long.MAX_VALUE, 0));
    }

    @Test
    void plus_givenBack_isNeverLessThanNothing() {
        assertThat(new Debt(2, 0).plus(-1, 0)).isEqualTo(new Debt(1, 0));
        assertThat(new Debt(2, 0).plus(-3, 0)).isSameAs(Debt.NONE);
        assertThat(Debt.NONE.plus(-1, 0)).isSameAs(Debt.NONE);
    }

    @Test
    void plus_blocks_theLaterOneStands() {
        assertThat(new Debt(0, 20).plus(0, 10)).isEqualTo(new Debt(0, 20));
        assertThat(new Debt(0, 10).plus(1, 20)).isEqualTo(new Debt(1, 20));
    }

    @Test
    void minus_paid_leavesWhatWasAddedMeanwhile() {
        Debt paid = new Debt(3, 10);
        assertThat(paid.plus(2, 0).minus(paid)).isEqualTo(new Debt(2, 0));
        assertThat(paid.plus(0, 20).minus(paid)).isEqualTo(new Debt(0, 20));
        assertThat(paid.minus(paid)).isSameAs(Debt.NONE);
    }

    @Test
    void minus_partWasGivenBackMeanwhile_isNeverLessThanNothing() {
        Debt paid = new Debt(3, 0);
        assertThat(paid.plus(-1, 0).minus(paid)).isSameAs(Debt.NONE);
    }
}
