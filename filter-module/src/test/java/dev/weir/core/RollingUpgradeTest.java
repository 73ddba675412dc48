package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An instance of the version before leases were recorded understands what this one writes, and the other way round. */
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
        Outcome lent = policy.lend(State.EMPTY, HOLDER, 3, START);
        State read = VersionBefore.decode(StateCodec.encode(lent.state()));
        State taken = policy.acquire(read, 1, START + 10).state();
        State back = StateCodec.decode(VersionBefore.encode(taken)).orElseThrow();
        assertThat(back).isEqualTo(taken);
        assertThat(back.leases()).isEmpty();
        OutstandingLease lease = new OutstandingLease(HOLDER, lent.verdict().atMillis(), 3);
        assertThat(policy.endLease(back, lease, 3, START + 10)).isSameAs(back);
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

    private static State lent(Policy policy) {
        State used = policy.acquire(State.EMPTY, 7, START).state();
        return policy.lend(used, HOLDER, 3, START + 5).state();
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
