package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.text.LimitReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateCodecTest {

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void decode_encoded_isEqual(Algorithm algorithm) {
        Policy policy = Policy.of("p", algorithm, LimitReader.readAll("6/1m,1000/1h"));
        State state = State.EMPTY;
        for (int i = 0; i < 5; i++) {
            state = policy.acquire(state, 1, 1_763_690_000_000L + i * 7_000L).state();
        }
        assertThat(StateCodec.decode(StateCodec.encode(state))).contains(state);
    }

    @Test
    void decode_empty_isEmpty() {
        assertThat(StateCodec.decode(StateCodec.encode(State.EMPTY))).contains(State.EMPTY);
    }

    @Test
    void encode_fixedWindow_isReadable() {
        Policy policy = Policy.of("p", Algorithm.FIXED_WINDOW, List.of(LimitReader.read("5/1m")));
        State state = policy.acquire(State.EMPTY, 2, 1_763_690_000_000L).state();
        assertThat(StateCodec.encode(state)).isEqualTo("1|1|1763690000000|0|f60000,29394833,2");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void decode_encodedWithLeases_isEqual(Algorithm algorithm) {
        Policy policy = Policy.of("p", algorithm, LimitReader.readAll("60/1m,1000/1h"));
        State state =
                Lending.lend(policy, State.EMPTY, 1, 2, 1_763_690_000_000L).state();
        state = Lending.lend(policy, state, Integer.MAX_VALUE, 3, 1_763_690_000_010L)
                .state();
        assertThat(state.leases()).hasSize(2);
        assertThat(StateCodec.decode(StateCodec.encode(state))).contains(state);
    }

    @Test
    void decode_encodedLeaseWithoutCounters_isEqual() {
        OutstandingLease lease = new OutstandingLease(7, 1_763_690_000_000L, 3);
        State state = State.EMPTY.next(1_763_690_000_000L, Block.NONE, List.of(), List.of(lease));
        assertThat(StateCodec.decode(StateCodec.encode(state))).contains(state);
    }

    @Test
    void encode_lease_isReadable() {
        Policy policy = Policy.of("p", Algorithm.FIXED_WINDOW, List.of(LimitReader.read("50/1m")));
        State state =
                Lending.lend(policy, State.EMPTY, 7, 2, 1_763_690_000_000L).state();
        assertThat(StateCodec.encode(state)).isEqualTo("1|1|1763690000000|0|f60000,29394833,2;f1795312401876,7,2");
    }

    @Test
    void decode_encodedHistoryAndRefusals_isEqual() {
        OutstandingLease lease = new OutstandingLease(7, 1_763_690_000_000L, 3);
        Block block = new Block(
                1_763_690_060_000L,
                new Block.History(12, 1_763_690_060_000L),
                new Block.Refusals(3, 1_763_690_000_000L));
        for (Block each : List.of(
                block,
                new Block(0, block.history(), Block.Refusals.NONE),
                new Block(0, Block.History.NONE, block.refusals()))) {
            State state = State.EMPTY.next(1_763_690_000_000L, each, List.of(), List.of(lease));
            assertThat(StateCodec.decode(StateCodec.encode(state))).contains(state);
            State alone = State.EMPTY.next(1_763_690_000_000L, each, List.of());
            assertThat(StateCodec.decode(StateCodec.encode(alone))).contains(alone);
        }
    }

    @Test
    void encode_historyAndRefusals_isReadable() {
        Block block = new Block(0, new Block.History(2, 1_763_690_060_000L), new Block.Refusals(3, 1_763_690_000_000L));
        State state = State.EMPTY.next(1_763_690_000_000L, block, List.of());
        assertThat(StateCodec.encode(state))
                .isEqualTo("1|1|1763690000000|0|f31622400002,1048578,1763690060000;f31622400003,1048579,1763690000000");
    }

    @Test
    void decode_longestWindow_isNoLease() {
        Policy policy = Policy.of("p", Algorithm.FIXED_WINDOW, List.of(LimitReader.read("50/366d")));
        State state = policy.acquire(State.EMPTY, 2, 1_763_690_000_000L).state();
        assertThat(StateCodec.decode(StateCodec.encode(state))).contains(state);
    }

    @ParameterizedTest
    @CsvSource({
        "minute, 1000000000000000",
        "hour, 1000000000000001",
        "day, 1000000000000002",
        "week, 1000000000000003",
        "month, 1000000000000004",
        "year, 1000000000000005",
    })
    void encode_calendarWindow_isReadable(String unit, String window) {
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("50/1m,50/calendar-" + unit));
        State used = policy.acquire(State.EMPTY, 2, 1_763_690_000_000L).state();
        State state = Lending.lend(policy, used, 7, 3, 1_763_690_000_000L).state();
        assertThat(StateCodec.encode(state))
                .isEqualTo("1|2|1763690000000|0|s60000,940634666,2,1,3;t" + window
                        + ",1763690001875,5,0;f1795312401876,7,3");
        assertThat(StateCodec.decode(StateCodec.encode(state))).contains(state);
    }

    @Test
    void decode_encodedCalendarWindowOfWhichNothingIsUsed_isEqual() {
        Policy policy = Policy.of("p", Algorithm.FIXED_WINDOW, LimitReader.readAll("50/calendar-day"));
        State taken = policy.acquire(State.EMPTY, 2, 1_763_690_000_000L).state();
        State state =
                policy.refund(taken, 2, 1_763_690_000_000L, 1_763_690_000_000L).state();
        assertThat(StateCodec.decode(StateCodec.encode(state))).contains(state);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2|1|1763690000000|0|-",
                "1|1|1763690000000|0",
                "1|x|1763690000000|0|-",
                "1|1|1763690000000|0|",
                "1|1|1763690000000|0|z60000,1,2",
                "1|1|1763690000000|0|f60000,1",
                "1|1|1763690000000|0|f60000,1,-2",
                "1|1|1763690000000|0|f0,1,2",
                "1|1|1763690000000|0|f1795312401876,7",
                "1|1|1763690000000|0|f1795312401876,7,2,1",
                "1|1|1763690000000|0|f1795312401876,0,2",
                "1|1|1763690000000|0|f1795312401876,-7,2",
                "1|1|1763690000000|0|f1795312401876,2147483648,2",
                "1|1|1763690000000|0|f1795312401876,7,0",
                "1|1|1763690000000|0|f1795312401876,7,-2",
                "1|1|1763690000000|0|f31622400002,1048576,1763690060000",
                "1|1|1763690000000|0|f31622400002,2147483648,1763690060000",
                "1|1|1763690000000|0|f31622400002,1048577,0",
                "1|1|1763690000000|0|f31622400003,1048576,1763690060000",
                "1|1|1763690000000|0|f31622400003,1048577",
                "1|1|1763690000000|0|f60000,29394833,2;",
                "1|1|1763690000000|0|s60000,1",
                "1|1|1763690000000|0|s60000,7,1,-1,1",
                "1|1|1763690000000|0|t1000,1,2,1000",
                "1|1|1763690000000|0|t31622400001,1763690000000,2,0",
                "1|1|1763690000000|0|t999999999999999,1763690000000,2,0",
                "1|1|1763690000000|0|t1000000000000006,1763690000000,2,0",
                "1|1|1763690000000|0|t1000000000000002,1763690000000,2",
                "1|1|1763690000000|0|t1000000000000002,1763690000000,2,1",
                "1|1|1763690000000|0|t1000000000000002,1763690000000,-2,0",
                "1|1|1763690000000|0|t1000000000000002,1763690000000,2,0,1,1",
            })
    void decode_foreignText_isAbsent(String text) {
        assertThat(StateCodec.decode(text)).isEmpty();
    }
}
