package dev.weir.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that each ask now and then are decided from memory, and strictly. */
@ExtendWith(QuietStore.class)
class ColdKeysTest {

    private static final long HOUR = 3_600_000;
    private static final long BEGINNING = 1_200_000;
    private static final long SEED = 1;

    @ParameterizedTest
    @CsvSource({"2, 0.3", "3, 0.4"})
    void request_limitNeverReached_isDecidedFromMemory(int members, double operations) {
        ColdKeys steady = run(Algorithm.SLIDING_WINDOW, 1_000_000_000, members)
                .run(0.4, BEGINNING)
                .run(0.4, HOUR / 2);
        assertThat(steady.operations()).as("%s", steady).isLessThanOrEqualTo(operations);
        assertThat(steady.waited()).as("%s", steady).isLessThanOrEqualTo(0.1);
        assertThat(steady.refused()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void request_stickyBalancing_asksTheGridLessOften(int members) {
        ColdKeys spread = run(Algorithm.SLIDING_WINDOW, 1_000_000_000, members)
                .run(0.4, BEGINNING)
                .run(0.4, BEGINNING);
        ColdKeys sticky = run(Algorithm.SLIDING_WINDOW, 1_000_000_000, members)
                .sticky()
                .run(0.4, BEGINNING)
                .run(0.4, BEGINNING);
        assertThat(sticky.operations()).as("%s", sticky).isLessThan(spread.operations() / 2);
    }

    @Test
    void request_firstMinuteOfAKey_isDecidedFromMemoryAfterTheFirstSeconds() {
        ColdKeys young =
                run(Algorithm.SLIDING_WINDOW, 1_000_000_000, 2).run(0.4, 15_000).run(0.4, 45_000);
        assertThat(young.operations()).as("%s", young).isLessThanOrEqualTo(0.3);
        assertThat(young.waited()).as("%s", young).isLessThanOrEqualTo(0.1);
    }

    @Test
    void request_limitFarExceeded_isRefusedFromMemory() {
        ColdKeys steady = run(Algorithm.SLIDING_WINDOW, 100, 2).run(0.4, HOUR).run(0.4, HOUR);
        assertThat(steady.operations()).as("%s", steady).isLessThanOrEqualTo(0.3);
        assertThat(steady.waited()).as("%s", steady).isLessThanOrEqualTo(0.1);
        assertThat(steady.refusedEarly()).as("%s", steady).isLessThanOrEqualTo(0.005);
        assertThat(steady.broken()).isEmpty();
    }

    @Test
    void request_limitComingNear_isMostlyDecidedFromMemory() {
        ColdKeys below = run(Algorithm.SLIDING_WINDOW, 1_000, 2).run(0.4, BEGINNING);
        assertThat(below.operations()).as("%s", below).isLessThanOrEqualTo(0.6);
        assertThat(below.refused()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void request_limitExceeded_keepsThePromise(Algorithm algorithm) {
        ColdKeys all = run(algorithm, 100, 3).run(0.1, 2 * HOUR);
        assertThat(all.refused()).as("%s", all).isPositive();
        assertThat(all.broken()).isEmpty();
    }

    @Test
    void tick_manyKeys_readsTheNoticeboardOnceASecond() {
        ColdKeys quiet = run(Algorithm.SLIDING_WINDOW, 1_000_000_000, 3).run(0.4, BEGINNING);
        assertThat(quiet.boardOperations()).as("%s", quiet).isBetween(0.99, 1.01);
    }

    private static ColdKeys run(Algorithm algorithm, long permits, int members) {
        Policy policy = Policy.of("cold", algorithm, List.of(new Limit(permits, Duration.ofMillis(HOUR))));
        return new ColdKeys(policy, members, SEED);
    }
}
