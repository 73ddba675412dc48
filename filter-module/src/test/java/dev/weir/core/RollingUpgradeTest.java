package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.text.LimitReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An instance of the version before leases were recorded, and of the one before blocks had a history, understands what
 * this one writes, and the other way round.
 */
class RollingUpgradeTest {

    private static final long START = 1_763_690_000_000L;
    private static final int HOLDER = 16_777_216;

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void decode_leaseReadByTheVersionBefore_isALimitThatThePolicyDoesNotHave(Algorithm algorithm) {
        Policy policy = Policy.of("p", algorithm, LimitReader.readAll("100/1m,1000/1h"));
        State lent = lent(policy);
        State read = VersionBefore.decode(StateCodec.encode(lent));
        assertThat(read.counters()).startsWith(lent.counters().toArray(new Counter[0]));
        assertThat(policy.left(read, START + 10)).isEqualTo(policy.left(lent, START + 10));
        State taken = policy.acquire(read, 1, START + 10).state();
        assertThat(taken.counters()).hasSameSizeAs(lent.counters());
        assertThat(policy.left(taken, START + 10)).isEqualTo(policy.left(lent, START + 10) - 1);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void decode_writtenByTheVersionBefore_canNoLongerGetTheLeaseBack(Algorithm algorithm) {
        Policy policy = Policy.of("p", algorithm, LimitReader.readAll("100/1m"));
        Outcome lent = Lending.lend(policy, State.EMPTY, HOLDER, 3, START);
        State read = VersionBefore.decode(StateCodec.encode(lent.state()));
        State taken = policy.acquire(read, 1, START + 10).state();
        State back = StateCodec.decode(VersionBefore.encode(taken)).orElseThrow();
        assertThat(back).isEqualTo(taken);
        assertThat(back.leases()).isEmpty();
        OutstandingLease lease = new OutstandingLease(HOLDER, lent.verdict().atMillis(), 3);
        assertThat(Lending.endLease(policy, back, lease, 3, START + 10)).isSameAs(back);
    }

    @Test
    void decode_limitAddedWhereTheVersionBeforeSeesALease_isNotChargedForIt() {
        Policy before = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("100/1m"));
        Policy after = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("100/1m,40/1h"));
        State read = VersionBefore.decode(StateCodec.encode(lent(before)));
        assertThat(after.left(read, START + 10)).as("7 acquired, 3 lent").isEqualTo(30);
    }

    /** The one before has the limit that the calendar window took the place of. */
    @ParameterizedTest
    @CsvSource({"100/calendar-day, 100/1d", "100/calendar-hour, 100/1h", "100/calendar-month, 100/31d"})
    void decode_calendarWindowReadByTheVersionBefore_isCarriedOnAndDropped(String calendar, String fixed) {
        Policy after = Policy.of("p", Algorithm.FIXED_WINDOW, LimitReader.readAll(calendar));
        State used = lent(after);
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm == Algorithm.SLIDING_LOG) {
                // which is not known there
                continue;
            }
            Policy before = Policy.of("p", algorithm, LimitReader.readAll(fixed));
            State read = VersionBefore.decode(StateCodec.encode(used));
            assertThat(before.left(read, START + 10)).as("7 acquired, 3 lent").isEqualTo(90);
            State taken = before.acquire(read, 1, START + 10).state();
            assertThat(taken.counters()).hasSize(1);
            State back = StateCodec.decode(VersionBefore.encode(taken)).orElseThrow();
            assertThat(after.left(back, START + 20)).isEqualTo(89);
        }
    }

    @Test
    void decode_calendarWindowBesideALimitOfBoth_doesNotChangeThat() {
        Policy after = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("40/1m,100/calendar-day"));
        Policy before = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("40/1m"));
        State read = VersionBefore.decode(StateCodec.encode(lent(after)));
        assertThat(before.left(read, START + 10)).isEqualTo(30);
        State taken = before.acquire(read, 1, START + 10).state();
        assertThat(taken.counters()).hasSize(1);
        assertThat(after.left(taken, START + 10)).isEqualTo(29);
    }

    /** Neither version without a history takes what is recorded of one for something in use, or for a lease. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void decode_historyReadByEarlierVersions_isNothingInUse(Algorithm algorithm) {
        Policy policy = growing(algorithm, "10/1h");
        State blocked = blocked(policy, 3);
        long end = blocked.block().untilMillis();
        State used = policy.acquire(blocked, 1, end).state();
        assertThat(used.block().history().blocks()).isEqualTo(3);
        assertThat(VersionWithLeases.decode(StateCodec.encode(used)).leases())
                .hasSize(1)
                .as("a lease that ended long ago")
                .allMatch(lease -> lease.lastMillis() < 10);
        State counted = policy.refused(used, 2, end);
        String text = StateCodec.encode(counted);
        for (State read : List.of(VersionBefore.decode(text), VersionWithLeases.decode(text))) {
            assertThat(policy.left(read, end)).isEqualTo(policy.left(counted, end));
            assertThat(Lending.otherHolders(policy, read, HOLDER, end)).isZero();
            Policy added = Policy.of("p", algorithm, LimitReader.readAll("10/1h,40/1d"));
            assertThat(added.left(read, end)).isEqualTo(added.left(counted, end));
        }
    }

    /** Both take turns on one key: nothing that was admitted is admitted again, and blocks hold. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void acquire_oldAndNewTakeTurnsOnAKeyWithAHistory_keepCountsAndBlocks(Algorithm algorithm) {
        Policy policy = growing(algorithm, "10/1h");
        Policy before = policy.withBlock(BlockRule.lasting(policy.block().millis()));
        String text = StateCodec.encode(blocked(policy, 2));
        long now = StateCodec.decode(text).orElseThrow().block().untilMillis() - 1;
        assertThat(before.acquire(VersionWithLeases.decode(text), 1, now)
                        .verdict()
                        .blocked())
                .isTrue();
        now++;
        for (int turn = 0; turn < 6; turn++) {
            State old = VersionWithLeases.decode(text);
            Outcome made = before.acquire(old, 1, now);
            text = VersionWithLeases.encode(made.state());
            State read = StateCodec.decode(text).orElseThrow();
            assertThat(policy.left(read, now)).isEqualTo(before.left(made.state(), now));
            assertThat(policy.peek(read, 1, now).blocked())
                    .isEqualTo(made.verdict().blocked());
            Outcome next = policy.acquire(read, 1, now);
            text = StateCodec.encode(next.state());
            now = Math.max(now + 1_000, next.state().block().untilMillis());
        }
    }

    private static Policy growing(Algorithm algorithm, String limits) {
        BlockRule rule = new BlockRule(60_000, 3, 3_600_000, 200, 86_400_000, 86_400_000, false);
        return Policy.of("p", algorithm, LimitReader.readAll(limits)).withBlock(rule);
    }

    /** A state of which as many permits as blocks are used, and that is blocked for the last of these. */
    private static State blocked(Policy policy, int blocks) {
        State state = policy.acquire(State.EMPTY, 3, START).state();
        long now = START;
        for (int i = 0; i < blocks; i++) {
            state = policy.acquire(policy.refused(state, 2, now), 8, now).state();
            assertThat(state.block().isActive(now)).isTrue();
            now = state.block().untilMillis();
        }
        return state;
    }

    private static State lent(Policy policy) {
        State used = policy.acquire(State.EMPTY, 7, START).state();
        return Lending.lend(policy, used, HOLDER, 3, START + 5).state();
    }

    /** The text form as the version wrote and read it that records leases and no history. */
    private static final class VersionWithLeases {

        private static final long BEYOND_ALL_WINDOWS = 31_622_400_001L;

        static State decode(String text) {
            State read = VersionBefore.decode(text);
            List<Counter> counters = new ArrayList<>();
            List<OutstandingLease> leases = new ArrayList<>();
            for (Counter counter : read.counters()) {
                if (counter instanceof FixedWindow window && window.windowMillis() >= BEYOND_ALL_WINDOWS) {
                    assertThat(window.index()).isBetween(1L, (long) Integer.MAX_VALUE);
                    assertThat(window.count()).isPositive();
                    long last = window.windowMillis() - BEYOND_ALL_WINDOWS;
                    leases.add(new OutstandingLease((int) window.index(), last, window.count()));
                } else {
                    counters.add(counter);
                }
            }
            return new State(read.version(), read.mark(), read.block(), counters, leases);
        }

        static String encode(State state) {
            StringBuilder text = new StringBuilder(VersionBefore.encode(state));
            for (OutstandingLease lease : state.leases()) {
                text.append(text.toString().endsWith("|") ? "" : ";")
                        .append('f')
                        .append(lease.lastMillis() + BEYOND_ALL_WINDOWS)
                        .append(',')
                        .append(lease.holder())
                        .append(',')
                        .append(lease.permits());
            }
            return text.toString();
        }
    }

    /** The text form as the version before wrote and read it. */
    private static final class VersionBefore {

        static String encode(State state) {
            StringBuilder text = new StringBuilder("1|")
                    .append(state.version())
                    .append('|')
                    .append(state.mark())
                    .append('|')
                    .append(state.block().untilMillis())
                    .append('|');
            String separator = "";
            for (Counter counter : state.counters()) {
                text.append(separator).append(counter.algorithm().tag()).append(counter.windowMillis());
                for (long number : counter.numbers()) {
                    text.append(',').append(number);
                }
                separator = ";";
            }
            return text.toString();
        }

        static State decode(String text) {
            String[] parts = text.split("\\|", -1);
            assertThat(parts).hasSize(5);
            assertThat(parts[0]).isEqualTo("1");
            List<Counter> counters = new ArrayList<>();
            for (String part : parts[4].split(";", -1)) {
                String[] numbers = part.substring(1).split(",", -1);
                long[] values = new long[numbers.length - 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Long.parseLong(numbers[i + 1]);
                }
                long windowMillis = Long.parseLong(numbers[0]);
                assertThat(windowMillis).isPositive();
                counters.add(Algorithm.tagged(part.charAt(0)).read(windowMillis, values));
            }
            Block block = Block.until(Long.parseLong(parts[3]));
            return new State(Long.parseLong(parts[1]), Long.parseLong(parts[2]), block, counters, List.of());
        }
    }
}
