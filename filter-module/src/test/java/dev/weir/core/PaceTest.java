package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Limit;
import dev.weir.spi.PermitCounter;
import dev.weir.text.LimitReader;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private static final long START = 1_763_690_000_123L;
    private static final Pace PACE = new Pace(80, 20);

    private static Policy policy(String limits) {
        return Policy.of("kis", Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits));
    }

    @Test
    void paced_smallLimit_isALogOfAShareAndALongerWindow() {
        Policy paced = policy("15/1s").paced(PACE);
        assertThat(paced.limits()).containsExactly(new Limit(12, 1_020, 12));
        assertThat(paced.algorithmOf(paced.limits().get(0))).isEqualTo(Algorithm.SLIDING_LOG);
    }

    @Test
    void paced_shareOfLessThanAPermit_isOne() {
        assertThat(policy("1/1s").paced(new Pace(1, 0)).limits()).containsExactly(new Limit(1, 1_000, 1));
        assertThat(policy("0/1s").paced(new Pace(1, 0)).limits()).containsExactly(new Limit(0, 1_000, 0));
    }

    @Test
    void paced_largeLimit_isABucketOfASixtyFourth() {
        Policy paced = policy("128/1s,129/1m,3200/1h").paced(new Pace(100, 0));
        assertThat(paced.limits())
                .containsExactly(
                        new Limit(128, 1_000, 128), new Limit(126, 60_000, 2), new Limit(3_150, 3_600_000, 50));
        assertThat(paced.limits().stream().map(paced::algorithmOf))
                .containsExactly(Algorithm.SLIDING_LOG, Algorithm.TOKEN_BUCKET, Algorithm.TOKEN_BUCKET);
    }

    @Test
    void paced_largeLimits_keepTheLimitAndUseMostOfIt() {
        for (long permits = 129; permits < 5_000; permits++) {
            Limit paced = new Pace(100, 20).narrowed(new Limit(permits, 1_000, permits));
            assertThat(paced.permits() + paced.burst()).isLessThanOrEqualTo(permits);
            // 95 % in a second, of a window that is 20 ms longer
            assertThat(paced.permits() * 1_000 * 100).isGreaterThanOrEqualTo(permits * 95 * 1_020);
        }
    }

    @Test
    void paced_calendarLimit_staysAsItIs() {
        Policy configured = policy("20/1s,1000/calendar-day");
        Policy paced = configured.paced(PACE);
        assertThat(paced.limits().get(1)).isEqualTo(configured.limits().get(1));
        assertThat(paced.algorithmOf(paced.limits().get(1))).isEqualTo(Algorithm.FIXED_WINDOW);
    }

    @Test
    void paced_tiers_areNarrowerToo() {
        Policy onTier = policy("20/1s").onTier(LimitReader.readAll("20/1s"), LimitReader.readAll("100/1s,50/1m"));
        assertThat(onTier.paced(PACE).others()).containsExactly(new Limit(80, 1_020, 80), new Limit(40, 60_020, 40));
    }

    @Test
    void withLimits_pacedPolicy_narrowsThem() {
        Policy paced = policy("20/1s").paced(new Pace(100, 20));
        Policy set = paced.withLimits(LimitReader.readAll("10/1s"));
        assertThat(set.limits()).containsExactly(new Limit(10, 1_020, 10));
        State state = paced.acquire(State.EMPTY, 8, START).state();
        assertThat(set.peek(state, 1, START).quotas().get(0).remaining()).isEqualTo(2);
    }

    @Test
    void deciding_limitsOfThePolicy_areNotNarrowedAgain() {
        Policy paced = policy("20/1s").paced(PACE);
        assertThat(paced.deciding(paced.limits()).limits()).isEqualTo(paced.limits());
    }

    @Test
    void paced_twice_isRefused() {
        Policy paced = policy("20/1s").paced(PACE);
        assertThatThrownBy(() -> paced.paced(PACE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kis");
    }

    @Test
    void pace_outOfRange_isRefused() {
        assertThatThrownBy(() -> new Pace(0, 0)).hasMessage("share must be between 0.01 and 1");
        assertThatThrownBy(() -> new Pace(101, 0)).hasMessage("share must be between 0.01 and 1");
        assertThatThrownBy(() -> new Pace(100, -1)).hasMessage("margin must be >= 0");
    }

    /** Whatever the limit is, and whatever it was before: never more in an interval as long as the window. */
    @ParameterizedTest
    @ValueSource(longs = {1, 20, 127, 128, 129, 200, 1_000})
    void acquire_allThatThereIs_isNeverMoreThanTheLimitInAWindow(long permits) {
        Policy paced = policy(permits + "/1s").paced(new Pace(100, 20));
        Random random = new Random(permits);
        long[] used = new long[20_000];
        State state = State.EMPTY;
        for (int at = 0; at < used.length; at += random.nextInt(4)) {
            Policy now = at / 1_500 % 3 == 1 ? paced.withLimits(LimitReader.readAll("100/1s")) : paced;
            for (Outcome outcome = now.acquire(state, 1, START + at);
                    outcome.verdict().allowed();
                    outcome = now.acquire(state, 1, START + at)) {
                state = outcome.state();
                used[at]++;
            }
        }
        long sum = 0;
        long all = 0;
        for (int at = 0; at < used.length; at++) {
            sum += used[at] - (at < 1_020 ? 0 : used[at - 1_020]);
            all += used[at];
            assertThat(sum).as("in a window up to %d", at).isLessThanOrEqualTo(Math.max(permits, 100));
        }
        assertThat(all).isGreaterThan(Math.min(permits, 100) * 15);
    }

    @Test
    void recovery_pacedPolicy_isLongEnoughForACallInFlight() {
        assertThat(PermitCounter.LONGEST_IN_FLIGHT).hasMillis(Holding.LONGEST_MILLIS);
        Policy paced = policy("20/1s").paced(PACE);
        State held = new Change.Hold(20, START + 300_000)
                .apply(paced, State.EMPTY, START)
                .state();
        assertThat(paced.millisUntilForgotten(held, START)).isLessThanOrEqualTo(paced.recoveryMillis());
    }

    @Test
    void lendable_pacedPolicy_isNothingWhereALogCounts() {
        assertThat(Lending.lendable(policy("100/1s").paced(PACE), State.EMPTY, START))
                .isZero();
        assertThat(Lending.lendable(policy("100/1s,5000/1h").paced(PACE), State.EMPTY, START))
                .isZero();
        assertThat(Lending.lendable(policy("5000/1h").paced(PACE), State.EMPTY, START))
                .isPositive();
        assertThat(Lending.lendable(
                        Policy.of("p", Algorithm.SLIDING_LOG, List.of(new Limit(100, 1_000, 100))), State.EMPTY, START))
                .isZero();
    }
}
