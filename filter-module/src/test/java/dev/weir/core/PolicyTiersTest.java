package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the tiers of a policy know of each other: they count in the same counters, and decide by their own limits. */
class PolicyTiersTest {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long NOW = 1_000 * MINUTE;

    private State state = State.EMPTY;

    private static List<Policy> tiers(Algorithm algorithm, String... limits) {
        List<List<Limit>> each = Stream.of(limits).map(LimitReader::readAll).toList();
        List<Limit> all = each.stream().flatMap(List::stream).distinct().toList();
        Policy policy = Policy.of("api", algorithm, List.of());
        return each.stream().map(own -> policy.onTier(own, all)).toList();
    }

    private Verdict acquire(Policy policy, long permits, long nowMillis) {
        Outcome outcome = policy.acquire(state, permits, nowMillis);
        state = outcome.state();
        return outcome.verdict();
    }

    @Test
    void acquire_onTwoTiersInTurn_isDecidedByTheLimitOfEach() {
        List<Policy> tiers = tiers(Algorithm.SLIDING_WINDOW, "10/1m", "100/1m");
        Policy free = tiers.get(0);
        Policy premium = tiers.get(1);
        assertThat(acquire(premium, 8, NOW).allowed()).isTrue();
        assertThat(acquire(free, 2, NOW).allowed()).isTrue();
        assertThat(acquire(free, 1, NOW).allowed()).isFalse();
        assertThat(acquire(premium, 90, NOW).allowed()).isTrue();
        assertThat(acquire(premium, 1, NOW).allowed()).isFalse();
    }

    @Test
    void acquire_windowThatOnlyTheOtherTierHas_isCountedForIt() {
        for (Algorithm algorithm : List.of(Algorithm.SLIDING_WINDOW, Algorithm.FIXED_WINDOW)) {
            state = State.EMPTY;
            List<Policy> tiers = tiers(algorithm, "5/1h", "100/1m");
            assertThat(acquire(tiers.get(1), 5, NOW).allowed()).isTrue();
            assertThat(acquire(tiers.get(1), 1, NOW + 3 * MINUTE).allowed()).isTrue();
            assertThat(acquire(tiers.get(0), 1, NOW + 3 * MINUTE).allowed())
                    .as("six were used in this hour, by " + algorithm)
                    .isFalse();
        }
    }

    @Test
    void acquire_manyInTheLongWindow_leaveTheShortOneAsItIs() {
        List<Policy> tiers = tiers(Algorithm.SLIDING_WINDOW, "5/1m", "100/1h");
        assertThat(acquire(tiers.get(1), 50, NOW).allowed()).isTrue();
        assertThat(acquire(tiers.get(0), 1, NOW + MINUTE).allowed()).isFalse();
        assertThat(acquire(tiers.get(0), 5, NOW + 2 * MINUTE).allowed()).isTrue();
    }

    @Test
    void acquire_quotas_areThoseOfTheTierAlone() {
        List<Policy> tiers = tiers(Algorithm.SLIDING_WINDOW, "5/1h", "100/1m,200/1d");
        assertThat(acquire(tiers.get(0), 1, NOW).quotas()).hasSize(1);
        assertThat(acquire(tiers.get(1), 1, NOW).quotas())
                .extracting(quota -> quota.limit().toString())
                .containsExactly("100/1m", "200/1d");
    }

    @Test
    void refundAndLease_onOneTier_areCountedForTheOther() {
        List<Policy> tiers = tiers(Algorithm.SLIDING_WINDOW, "50/1h", "1000/1m");
        acquire(tiers.get(1), 60, NOW);
        state = tiers.get(1).refund(state, 20, NOW, NOW).state();
        assertThat(tiers.get(0).left(state, NOW)).isEqualTo(10);
        Outcome lent = Lending.lend(tiers.get(1), state, 7, 10, NOW);
        assertThat(tiers.get(0).left(lent.state(), NOW)).isZero();
        OutstandingLease lease = new OutstandingLease(7, lent.verdict().atMillis(), 10);
        State returned = Lending.endLease(tiers.get(1), lent.state(), lease, 10, NOW);
        assertThat(tiers.get(0).left(returned, NOW)).isEqualTo(10);
    }

    @Test
    void settle_onTheSmallerTier_forgetsNothingOfTheLarger() {
        List<Policy> tiers = tiers(Algorithm.SLIDING_WINDOW, "10/1h", "100/1h");
        state = tiers.get(0).settle(state, 70, Block.NONE, NOW);
        assertThat(tiers.get(1).left(state, NOW)).isEqualTo(30);
    }

    @Test
    void recoveryAndLease_ofAllTiers_areTheSame() {
        List<Policy> tiers = tiers(Algorithm.SLIDING_WINDOW, "unlimited", "10/1s", "100/30d");
        assertThat(tiers)
                .extracting(Policy::recoveryMillis)
                .containsOnly(tiers.get(2).recoveryMillis());
        assertThat(tiers.subList(1, 3)).extracting(Lending::leaseMillis).containsOnly(1_000L / 32);
    }

    @Test
    void exhausted_onTheSmallerTier_isExhaustedOnTheLarger() {
        List<Policy> tiers = tiers(Algorithm.FIXED_WINDOW, "10/1h", "100/1h,500/1d");
        State full = tiers.get(0).exhausted(NOW);
        assertThat(tiers.get(1).peek(full, 1, NOW).quotas())
                .extracting(Quota::remaining)
                .containsOnly(0L);
    }

    @Test
    void acquire_bucket_drainsByTheLimitOfTheTier() {
        List<Policy> tiers = tiers(Algorithm.TOKEN_BUCKET, "10/1m", "60/1m");
        assertThat(acquire(tiers.get(1), 60, NOW).allowed()).isTrue();
        assertThat(acquire(tiers.get(1), 1, NOW + 1_000).allowed()).isTrue();
        assertThat(acquire(tiers.get(0), 1, NOW + 1_000).retryAfterMillis()).hasValue(51 * MINUTE / 10);
    }
}
