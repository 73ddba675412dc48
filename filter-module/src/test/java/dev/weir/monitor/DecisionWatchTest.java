package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.Source;
import dev.weir.core.Verdict;
import dev.weir.engine.Charge;
import dev.weir.engine.PolicyDecision;
import dev.weir.store.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DecisionWatchTest {

    private final DecisionWatch watch = new DecisionWatch();
    private long decisions;
    private long handed;
    private long blocks;

    private static PolicyDecision decision(boolean allowed, boolean beginsBlock) {
        Verdict verdict = new Verdict(
                allowed,
                !allowed,
                beginsBlock,
                0,
                OptionalLong.of(allowed ? 0 : 1_000),
                allowed ? 0 : 1_000,
                List.of());
        return new PolicyDecision(
                new Charge(MonitoredInstance.REPORTS, Key.user("alice"), 1),
                new StoreResult.Decided(verdict, Source.LEASE),
                true);
    }

    private void drain() {
        watch.drain((decision, weight) -> {
            decisions += weight;
            handed++;
            blocks += decision.beginsBlock() ? 1 : 0;
        });
    }

    private void decide(int times) {
        PolicyDecision admitted = decision(true, false);
        for (int i = 0; i < times; i++) {
            watch.decided(admitted);
        }
    }

    @Test
    void decided_tenThousandInASecond_areAllHandedOver() {
        decide(DecisionWatch.EXACT);
        drain();
        assertThat(handed).isEqualTo(DecisionWatch.EXACT);
        assertThat(decisions).isEqualTo(DecisionWatch.EXACT);
        decide(5);
        drain();
        assertThat(decisions).isEqualTo(DecisionWatch.EXACT + 5);
    }

    @Test
    void decided_aHundredThousandInASecond_someStandForAll() {
        decide(100_000);
        drain();
        // 90,000 with a probability of 1/64: within six standard deviations, which are 64 * sqrt(1384) = 2381 each
        assertThat(decisions).isBetween(100_000L - 15_000, 100_000L + 15_000);
        assertThat(handed).isLessThan(DecisionWatch.EXACT + 2_000);
        assertThat(watch.missed()).isZero();
    }

    @Test
    void decided_twoMillionInASecond_fewerAreChosenInTheNext() {
        decide(2_000_000);
        drain();
        long before = handed;
        long sumBefore = decisions + watch.missed();
        assertThat(sumBefore).isBetween(1_900_000L, 2_100_000L);
        assertThat(watch.missed()).as("no room for 41,000").isPositive();
        decide(2_000_000);
        drain();
        assertThat(handed - before).isLessThan(DecisionWatch.EXACT + 2 * 4_000);
        assertThat(decisions + watch.missed() - sumBefore).isBetween(1_800_000L, 2_200_000L);
        decide(1_000);
        drain();
        decide(DecisionWatch.EXACT + 6_400);
        long again = handed;
        drain();
        assertThat(handed - again)
                .as("of a slower second, one in 64 again")
                .isBetween(DecisionWatch.EXACT + 40L, DecisionWatch.EXACT + 170L);
    }

    @Test
    void decided_beginsABlock_isAlwaysHandedOver() {
        decide(100_000);
        for (int i = 0; i < 500; i++) {
            watch.decided(decision(false, true));
            watch.decided(decision(false, false));
        }
        drain();
        assertThat(blocks).isEqualTo(500);
        assertThat(decisions)
                .as("a block that was not chosen counts no request")
                .isLessThan(120_000);
    }

    @Test
    void decided_tookNothing_isNotHandedOver() {
        PolicyDecision decision = decision(true, false);
        watch.decided(new PolicyDecision(decision.charge(), decision.answer(), false));
        drain();
        assertThat(handed).isZero();
    }

    @Test
    void decided_severalThreads_loseNothingAndWaitForNoOther() throws InterruptedException {
        int threads = 8;
        int each = 50_000;
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    return;
                }
                decide(each);
                for (int i = 0; i < 50; i++) {
                    watch.decided(decision(false, true));
                }
            });
            thread.start();
            all.add(thread);
        }
        begin.countDown();
        while (all.stream().anyMatch(Thread::isAlive)) {
            drain();
            Thread.onSpinWait();
        }
        for (Thread thread : all) {
            thread.join();
        }
        drain();
        assertThat(blocks + watch.missed()).isGreaterThanOrEqualTo(threads * 50L);
        assertThat(decisions + watch.missed()).isBetween(360_000L, 440_000L);
    }

    @Test
    void decided_blockThatFindsNoRoom_isKnown() {
        PolicyDecision begins = decision(false, true);
        int all = DecisionWatch.MOST_WAITING + 600;
        for (int i = 0; i < all; i++) {
            watch.decided(begins);
        }
        drain();
        assertThat(blocks).isEqualTo(DecisionWatch.MOST_WAITING);
        // one each, and those that would have stood for 64 count 63 more
        assertThat(watch.missed()).isGreaterThanOrEqualTo(600);
        assertThat((watch.missed() - 600) % 63).isZero();
    }
}
