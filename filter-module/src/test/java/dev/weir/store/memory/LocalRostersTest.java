package dev.weir.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.store.CounterId;
import dev.weir.store.Rosters;
import dev.weir.store.Rosters.Answer;
import dev.weir.store.RostersContract;
import dev.weir.store.StoreFixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LocalRostersTest extends RostersContract {

    private final LocalRosters rosters = new LocalRosters(clock, 100);

    @Override
    protected Rosters rosters() {
        return rosters;
    }

    @Override
    protected void sweep() {
        rosters.sweep();
    }

    @Test
    void enter_manyThreads_admitsAsManyAsThereMayBe() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> results = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread * 1_000;
                results.add(threads.submit(() -> {
                    start.await();
                    int admitted = 0;
                    for (int i = first; i < first + 1_000; i++) {
                        admitted += enter(ACME, i, 500) == Answer.ADMITTED ? 1 : 0;
                    }
                    return admitted;
                }));
            }
            start.countDown();
            int admitted = 0;
            for (Future<Integer> each : results) {
                admitted += each.get();
            }
            assertThat(admitted).isEqualTo(500);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void enter_floodOfKeys_forgetsNoneThatPrincipalsEnteredWhileTheTableIsNotCrowded() {
        assertThat(enter(ACME, 1, 1)).isEqualTo(Answer.ADMITTED);
        for (int i = 0; i < 10_000; i++) {
            // refused by a limit perhaps: only looked at
            rosters.look(new CounterId(StoreFixtures.policy("1/1h"), Key.tenant("tenant" + i)), entry(1), 1);
        }
        assertThat(enter(ACME, 2, 1)).isEqualTo(Answer.FULL);
    }
}
