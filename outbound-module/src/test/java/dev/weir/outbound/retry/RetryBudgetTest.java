package dev.weir.outbound.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.settings.Portion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryBudgetTest {

    private static final Portion FIFTH = new Portion(2_000);

    private final VirtualTime time = new VirtualTime(true);

    private RetryBudget budget(String instance) {
        return new RetryBudget(FIFTH, instance, time);
    }

    /** Makes a call that fails every time, and is repeated as long as there are retries, at most five times. */
    private static int failing(RetryBudget budget) {
        budget.called();
        int arrivals = 1;
        while (arrivals <= 5 && budget.tryRetry()) {
            arrivals++;
        }
        return arrivals;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 50, 500, 2_000})
    void tryRetry_thousandCallsThatAllFail_areAtMost1250Arrivals(long millisBetween) {
        RetryBudget budget = budget("a");
        int arrivals = 0;
        for (int i = 0; i < 1_000; i++) {
            arrivals += failing(budget);
            time.pass(Duration.ofMillis(millisBetween));
        }

        assertThat(arrivals).isBetween(1_200, 1_250);
    }

    @Test
    void tryRetry_afterAnHourOfSuccess_isNoStorm() {
        RetryBudget budget = budget("a");
        for (int i = 0; i < 72_000; i++) {
            budget.called();
            time.pass(Duration.ofMillis(50));
        }
        int arrivals = 0;
        for (int i = 0; i < 1_000; i++) {
            arrivals += failing(budget);
            time.pass(Duration.ofMillis(50));
        }

        assertThat(arrivals).isBetween(1_200, 1_250);
    }

    @Test
    void tryRetry_oneCallNowAndThen_canBeRepeated() {
        RetryBudget budget = budget("a");
        for (int i = 0; i < 100; i++) {
            assertThat(failing(budget)).isEqualTo(6);
            time.pass(Duration.ofHours(1));
        }
    }

    @Test
    void tryRetry_zeroPercent_isNever() {
        RetryBudget budget = new RetryBudget(new Portion(0), "a", time);

        assertThat(failing(budget)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void tryRetry_severalInstances_shareOneBudget(int instances) {
        List<RetryBudget> budgets = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            budgets.add(budget("instance-" + i));
        }
        exchange(budgets);
        int arrivals = 0;
        for (int call = 0; call < 1_000; call++) {
            arrivals += failing(budgets.get(call % instances));
            time.pass(Duration.ofMillis(50));
            if (call % 20 == 19) {
                exchange(budgets);
            }
        }

        assertThat(arrivals).isBetween(1_200, 1_250);
    }

    @Test
    void tryRetry_instanceWhoseCallsSucceed_paysForTheOthers() {
        List<RetryBudget> budgets = List.of(budget("a"), budget("b"));
        int alone = 0;
        for (int call = 0; call < 1_000; call++) {
            alone += failing(budgets.get(0)) - 1;
            for (int i = 0; i < 4; i++) {
                budgets.get(1).called();
            }
            time.pass(Duration.ofMillis(50));
            if (call % 20 == 19) {
                exchange(budgets);
            }
        }

        // of its own calls, there would be 210
        assertThat(alone).isBetween(500, 1_040);
    }

    @Test
    void tryRetry_randomLoadOnSeveralInstances_keepsTheBound() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 30; run++) {
            List<RetryBudget> budgets = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                budgets.add(budget("run-" + run + "-" + i));
            }
            int calls = 0;
            int retries = 0;
            Duration begin = time.elapsed();
            for (int step = 0; step < 5_000; step++) {
                RetryBudget budget = budgets.get(random.nextInt(budgets.size()));
                calls++;
                if (random.nextInt(3) > 0) {
                    retries += failing(budget) - 1;
                } else {
                    budget.called();
                }
                time.pass(Duration.ofMillis(random.nextInt(200)));
                if (step % 10 == 0) {
                    exchange(budgets);
                }
            }
            long tenMinutes = time.elapsed().minus(begin).toMinutes() / 10 + 2;
            assertThat(retries).as("seed %s run %s", seed, run).isLessThanOrEqualTo((int)
                    (calls / 5 + 10 * tenMinutes + 40L * budgets.size()));
        }
    }

    private static void exchange(List<RetryBudget> budgets) {
        List<String> texts = budgets.stream().map(RetryBudget::text).toList();
        budgets.forEach(budget -> texts.forEach(budget::merge));
    }

    @Test
    void merge_sameTextAgainAndInAnyOrder_changesNothing() {
        RetryBudget one = budget("a");
        RetryBudget other = budget("b");
        for (int i = 0; i < 100; i++) {
            other.called();
        }
        String before = other.text();
        for (int i = 0; i < 20; i++) {
            assertThat(other.tryRetry()).isTrue();
        }
        String after = other.text();
        one.merge(after);
        one.merge(before);
        one.merge(after);

        int retries = 0;
        while (one.tryRetry()) {
            retries++;
        }
        // 10 to begin with, 20 paid and 20 taken: 10 are left, of which half are its own
        assertThat(retries).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "b",
                "b;",
                "b;1",
                "b;1:2",
                "b;1:2:3:4",
                "b;x:1:1",
                "b;-1:1:1",
                "b;1:1:1;",
                ";1:1:1",
                "b;99999999999999999999:1:1",
                "a;178000000:0:1000"
            })
    void merge_ownTextOrNone_changesNothing(String text) {
        RetryBudget budget = budget("a");
        budget.merge(text);

        int retries = 0;
        while (budget.tryRetry()) {
            retries++;
        }
        assertThat(retries).isEqualTo(10);
    }

    @Test
    void merge_instanceThatEnded_isForgottenAfterTenMinutes() {
        RetryBudget gone = budget("gone");
        while (gone.tryRetry()) {}
        RetryBudget budget = budget("a");
        budget.merge(gone.text());
        assertThat(budget.tryRetry()).isFalse();

        time.pass(Duration.ofMinutes(11));

        assertThat(budget.tryRetry()).isTrue();
    }

    @Test
    void text_ofAnHourOfCalls_staysShort() {
        RetryBudget budget = budget("0123456789abcdef");
        for (int i = 0; i < 36_000; i++) {
            failing(budget);
            time.pass(Duration.ofMillis(100));
        }

        assertThat(budget.text().length()).isLessThan(60 * 30);
        assertThat(BudgetShare.read(budget.text())).isPresent();
        assertThat(BudgetShare.read(budget.text()).orElseThrow().text()).isEqualTo(budget.text());
    }

    @Test
    void tryRetry_clockGoesBack_changesNothing() {
        RetryBudget budget = budget("a");
        time.pass(Duration.ofMinutes(30));
        while (budget.tryRetry()) {}
        time.pass(Duration.ofMinutes(-30));

        assertThat(budget.tryRetry()).isFalse();
    }
}
