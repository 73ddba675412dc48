package dev.weir.gateway.budget;

import static dev.weir.gateway.budget.Counted.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many requests of one caller at once. */
class ParallelBudgetTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private <T> List<T> atOnce(int times, Callable<T> task) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(times);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            futures.add(threads.submit(() -> {
                barrier.await();
                return task.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : futures) {
            results.add(each.get(1, TimeUnit.MINUTES));
        }
        return results;
    }

    private static List<Hold> granted(List<Admission> admissions) {
        return admissions.stream()
                .filter(Admission.Granted.class::isInstance)
                .map(Counted::hold)
                .toList();
    }

    @Test
    void admit_fiveWithoutAMaximum_holdAtMostTheLimit() throws Exception {
        Models model = Models.with("llm-tokens");
        for (int round = 0; round < 20; round++) {
            try (Counted counted = Counted.start(Map.of("llm-tokens.limit", "100/1m"))) {
                List<Admission> all = atOnce(
                        5,
                        () -> counted.budget()
                                .admit(ALICE, new Demand(model.settings(), "llama", 10, OptionalLong.empty(), 1)));
                List<Hold> holds = granted(all);
                assertThat(holds).isNotEmpty();
                assertThat(holds.stream().mapToLong(Hold::held).sum()).isLessThanOrEqualTo(100);
                all.stream()
                        .filter(Admission.Refused.class::isInstance)
                        .forEach(
                                each -> assertThat(Counted.refusal(each).error().status())
                                        .isEqualTo(429));
                holds.forEach(hold -> hold.settle(10, 5));
                assertThat(counted.remaining("llm-tokens")).isEqualTo(100 - 15L * holds.size());
            }
        }
    }

    @Test
    void admit_fiftyAtOnce_areAsManyAsFit() throws Exception {
        Models model = Models.with("llm-tokens", "llm-requests");
        try (Counted counted = Counted.start(Map.of(
                "llm-tokens.limit", "1000/1m", "llm-requests.limit", "1000/1m", "llm-requests.concurrency", "50"))) {
            List<Hold> holds = granted(atOnce(50, () -> counted.admit(model, 50, 50, 1)));
            assertThat(holds).hasSize(10);
            assertThat(counted.remaining("llm-tokens")).isZero();
            assertThat(counted.remaining("llm-requests"))
                    .as("a refusal takes no request")
                    .isEqualTo(990);
            assertThat(counted.slots("llm-requests")).isEqualTo(10);
        }
    }

    @Test
    void end_fromManyThreads_isOne() throws Exception {
        Models model = Models.with("llm-tokens", "llm-requests");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Counted counted =
                Counted.start(Map.of("llm-tokens.limit", "1000000/1d", "llm-requests.concurrency", "3"))) {
            long charged = 0;
            for (int i = 0; i < 200; i++) {
                Hold hold = counted.granted(model, 10, 90);
                int way = random.nextInt(3);
                List<Long> told = atOnce(
                        4, () -> switch ((way + (int) Thread.currentThread().getId()) % 3) {
                            case 0 -> hold.settle(10, 10);
                            case 1 -> hold.keep();
                            default -> {
                                hold.cancel();
                                yield 0L;
                            }
                        });
                charged += told.stream().mapToLong(Long::longValue).sum();
                assertThat(told.stream().filter(each -> each > 0)).hasSizeLessThan(2);
            }
            assertThat(counted.remaining("llm-tokens")).as("seed " + seed).isEqualTo(1_000_000 - charged);
            assertThat(counted.slots("llm-requests")).isZero();
            assertThat(counted.budget().open()).isZero();
        }
    }

    /** By a change of the configuration, as by an operator. */
    @Test
    void admit_limitChangedAtRunTime_holds() throws Exception {
        String limit = "ratelimit.policy.changing-tokens.limit";
        Models model = Models.with("changing-tokens");
        System.setProperty(limit, "1000/1h");
        try (Counted counted = Counted.startWith(Map.of(
                "ratelimit.store", "local",
                "ratelimit.policies", "changing-tokens",
                "ratelimit.config.refresh", "1s"))) {
            counted.granted(model, 100, 500).keep();
            System.setProperty(limit, "500/1h");
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                // what is told is up to a second old
                counted.pass(Duration.ofSeconds(1));
                return counted.budget()
                        .fields(ALICE, List.of(model.settings()))
                        .get("x-ratelimit-limit-tokens")
                        .equals("500");
            });
            assertThat(counted.refused(model, 1, 1).error().message())
                    .contains("Limit 500, Used 500, Requested 2. Please try again in");
        } finally {
            System.clearProperty(limit);
        }
    }
}
