package dev.weir.outbound.queue.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TightenedChargeTest {

    /** Two instances take all of each window in random order; calls never exceed the share of the limit. */
    @Test
    void charge_anyShare_bothInstancesStayBelowIt() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int permits = 5 + random.nextInt(40);
            int permille = 100 + random.nextInt(900);
            long cost = TightenedCharge.cost(permille, permits, 2);
            List<TightenedCharge> instances = List.of(new TightenedCharge(), new TightenedCharge());
            for (int window = 0; window < 50; window++) {
                long left = permits;
                int calls = 0;
                while (true) {
                    TightenedCharge one = instances.get(random.nextInt(2));
                    long charge = one.of(1, cost);
                    if (charge > left) {
                        break;
                    }
                    one.charged(1, cost);
                    left -= charge;
                    calls++;
                }
                assertThat(calls).as("seed %d", seed).isLessThanOrEqualTo(permits * permille / 1000);
            }
        }
    }

    @Test
    void charge_wholeRate_isWhatIsTaken() {
        TightenedCharge charge = new TightenedCharge();
        long cost = TightenedCharge.cost(1000, 20, 2);
        List<Long> charges = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            charges.add(charge.of(3, cost));
            charge.charged(3, cost);
        }
        assertThat(charges).containsOnly(3L);
    }
}
