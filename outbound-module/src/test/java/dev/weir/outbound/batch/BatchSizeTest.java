package dev.weir.outbound.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BatchSizeTest {

    private static final long QUICK = 10_000_000;

    private static void round(BatchSize size, int failures, long nanos) {
        int tasks = size.size();
        for (int i = 0; i < tasks; i++) {
            size.ended(i < failures, nanos);
        }
    }

    @Test
    void ended_allWell_growsByOneARoundUpToTheMost() {
        BatchSize size = new BatchSize(OptionalInt.empty(), 12);
        round(size, 0, QUICK);
        assertThat(size.size()).isEqualTo(9);
        for (int i = 0; i < 20; i++) {
            round(size, 0, QUICK);
        }
        assertThat(size.size()).isEqualTo(12);
    }

    @Test
    void ended_manyFail_halvesDownToOne() {
        BatchSize size = new BatchSize(OptionalInt.empty(), 100);
        round(size, 1, QUICK);
        assertThat(size.size()).isEqualTo(4);
        for (int i = 0; i < 5; i++) {
            round(size, 1, QUICK);
        }
        assertThat(size.size()).isEqualTo(1);
        round(size, 0, QUICK);
        assertThat(size.size()).isEqualTo(2);
    }

    @Test
    void ended_twiceAsSlow_halves() {
        BatchSize size = new BatchSize(OptionalInt.empty(), 100);
        round(size, 0, QUICK);
        round(size, 0, 2 * QUICK);
        assertThat(size.size()).isEqualTo(10);
        round(size, 0, 2 * QUICK + 1_000);
        assertThat(size.size()).isEqualTo(5);
    }

    @Test
    void ended_fixed_staysAsItIs() {
        BatchSize size = new BatchSize(OptionalInt.of(5), 100);
        round(size, 5, QUICK);
        assertThat(size.size()).isEqualTo(5);
    }
}
