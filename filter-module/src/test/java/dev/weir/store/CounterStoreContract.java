package dev.weir.store;

import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Quota;
import dev.weir.core.Verdict;
import dev.weir.text.LimitReader;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store promises, asked through one or two instances of the application. */
public abstract class CounterStoreContract {

    /** Long enough that no answer is given up on a busy machine: what is tested here is the cluster. */
    public static final long TIMEOUT_MILLIS = 30_000;

    private final String key = "u:" + UUID.randomUUID();

    protected abstract CounterStore store();

    /** The store of another instance that shares the counters; the same one if nothing is shared. */
    protected abstract CounterStore otherInstance();

    @Test
    void acquire_moreThanTheLimit_isRefusedOnEveryInstance() {
        Policy policy = policy("5/1h");
        for (int i = 0; i < 5; i++) {
            assertThat(acquire(i % 2 == 0 ? store() : otherInstance(), policy, 1)
                            .allowed())
                    .isTrue();
        }
        assertThat(acquire(store(), policy, 1).allowed()).isFalse();
        assertThat(acquire(otherInstance(), policy, 1).allowed()).isFalse();
    }

    @Test
    void acquire_manyThreadsOnTwoInstances_admitsTheLimitAndNoMore() throws Exception {
        Policy policy = policy("500/1h");
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                CounterStore store = i % 2 == 0 ? store() : otherInstance();
                tasks.add(() -> admittedOf(60, store, policy));
            }
            int admitted = 0;
            for (Future<Integer> result : threads.invokeAll(tasks)) {
                admitted += result.get();
            }
            assertThat(admitted).isBetween(495, 500);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void peek_anyNumber_takesNothing() {
        Policy policy = policy("2/1h");
        acquire(store(), policy, 1);
        for (int i = 0; i < 5; i++) {
            assertThat(remaining(apply(otherInstance(), policy, new Change.Peek(1))))
                    .isEqualTo(1);
        }
    }

    @Test
    void acquire_refused_takesNothing() {
        Policy policy = policy("5/1h");
        acquire(store(), policy, 3);
        assertThat(acquire(otherInstance(), policy, 3).allowed()).isFalse();
        assertThat(remaining(apply(store(), policy, new Change.Peek(1)))).isEqualTo(2);
    }

    @Test
    void refund_taken_isAvailableEverywhere() {
        Policy policy = policy("5/1h");
        Verdict taken = acquire(store(), policy, 4);
        apply(store(), policy, new Change.Refund(4, taken.atMillis()));
        assertThat(acquire(otherInstance(), policy, 5).allowed()).isTrue();
    }

    @Test
    void reset_usedKey_isForgottenEverywhere() {
        Policy policy = policy("2/1h");
        acquire(store(), policy, 2);
        assertThat(acquire(otherInstance(), policy, 1).allowed()).isFalse();
        apply(otherInstance(), policy, new Change.Reset());
        assertThat(acquire(store(), policy, 2).allowed()).isTrue();
        assertThat(acquire(otherInstance(), policy, 1).allowed()).isFalse();
    }

    @Test
    void acquire_otherKeyOrPolicy_hasItsOwnCounter() {
        Policy policy = policy("1/1h");
        Policy other = Policy.of("other", Algorithm.SLIDING_WINDOW, LimitReader.readAll("1/1h"));
        acquire(store(), policy, 1);
        assertThat(acquire(store(), other, 1).allowed()).isTrue();
        StoreResult otherKey =
                store().apply(StoreFixtures.id(policy, key + "x"), new Change.Acquire(1), () -> budget());
        assertThat(otherKey).isAdmitted();
    }

    @Test
    void acquire_block_holdsEverywhere() {
        Policy plain = policy("1/1s");
        Policy policy = Policy.of("blocking", plain.algorithm(), plain.limits()).withBlock(BlockRule.lasting(600_000));
        acquire(store(), policy, 1);
        assertThat(acquire(store(), policy, 1).blocked()).isTrue();
        Verdict elsewhere = apply(otherInstance(), policy, new Change.Peek(1));
        assertThat(elsewhere.blocked()).isTrue();
        assertThat(elsewhere.retryAfterMillis().orElseThrow()).isBetween(500_000L, 601_000L);
    }

    @Test
    void acquire_severalRefusals_blockEverywhere() {
        Policy policy = blocking("1/1h", new BlockRule(600_000, 3, 86_400_000, 200, 86_400_000, 86_400_000, false));
        acquire(store(), policy, 1);
        assertThat(acquire(store(), policy, 1).blocked()).isFalse();
        assertThat(acquire(store(), policy, 1).blocked()).isFalse();
        assertThat(acquire(store(), policy, 1).blocked()).isTrue();
        assertThat(apply(otherInstance(), policy, new Change.Peek(1)).blocked()).isTrue();
    }

    @Test
    void acquire_blockThatForgives_isWaitedForAndNoLonger() {
        Policy policy = blocking("1/1h", new BlockRule(600_000, 1, 0, 100, 0, 0, true));
        acquire(store(), policy, 1);
        Verdict refused = acquire(store(), policy, 1);
        assertThat(refused.blocked()).isTrue();
        assertThat(refused.retryAfterMillis().orElseThrow()).isBetween(500_000L, 601_000L);
        assertThat(apply(otherInstance(), policy, new Change.Peek(1))
                        .retryAfterMillis()
                        .orElseThrow())
                .isBetween(500_000L, 601_000L);
    }

    @Test
    void unblock_blockedKey_isDecidedByItsCountsEverywhere() {
        Policy policy = blocking("2/1h", BlockRule.lasting(600_000));
        acquire(store(), policy, 1);
        assertThat(acquire(store(), policy, 2).blocked()).isTrue();
        apply(otherInstance(), policy, new Change.Unblock());
        assertThat(acquire(otherInstance(), policy, 1).allowed()).isTrue();
        assertThat(acquire(otherInstance(), policy, 1).blocked()).isTrue();
    }

    private static Policy blocking(String limits, BlockRule block) {
        Policy plain = policy(limits);
        return Policy.of("blocking", plain.algorithm(), plain.limits()).withBlock(block);
    }

    private int admittedOf(int requests, CounterStore store, Policy policy) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += acquire(store, policy, 1).allowed() ? 1 : 0;
        }
        return admitted;
    }

    public static Policy policy(String limits) {
        return Policy.of("tested", Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits));
    }

    private Verdict acquire(CounterStore store, Policy policy, long permits) {
        return apply(store, policy, new Change.Acquire(permits));
    }

    private Verdict apply(CounterStore store, Policy policy, Change change) {
        return StoreFixtures.decided(store.apply(StoreFixtures.id(policy, key), change, () -> budget()))
                .verdict();
    }

    private static long remaining(Verdict verdict) {
        return verdict.quotas().stream().mapToLong(Quota::remaining).min().orElseThrow();
    }

    public static WaitBudget budget() {
        return new WaitBudget(TIMEOUT_MILLIS, System::nanoTime);
    }
}
