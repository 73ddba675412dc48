package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.text.LimitReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a block begins, how long it lasts, and what counts after it. */
class BlockRuleTest {

    private static final long START = 1_763_690_000_000L;
    private static final long MINUTE = 60_000;
    private static final long DAY = 86_400_000;

    @ParameterizedTest
    @CsvSource({
        "200, 86400000, 1, '60000,120000,240000,480000'",
        "150, 86400000, 1, '60000,90000,135000,202500,303750,455625,683438'",
        "101, 86400000, 1, '60000,60600,61206,61819'",
        // no factor, and a longest block
        "100, 86400000, 1, '60000,60000,60000'",
        "200, 200000, 1, '60000,120000,200000,200000,200000'",
        "200, 60000, 1, '60000,60000,60000'",
        // after several refusals each
        "300, 86400000, 4, '60000,180000,540000'",
    })
    void acquire_refusedAgainAfterEachBlock_blocksForSoLong(int factor, long max, int after, String lengths) {
        Policy policy = blocking("1/1d", new BlockRule(MINUTE, after, DAY, factor, DAY, max, false));
        State state = policy.acquire(State.EMPTY, 1, START).state();
        long now = START;
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < lengths.split(",").length; i++) {
            state = blocked(policy, state, now, after);
            found.add(state.block().leftMillis(now));
            now = state.block().untilMillis();
        }
        assertThat(found).map(String::valueOf).containsExactly(lengths.split(","));
    }

    @Test
    void acquire_blockOfAMillisecondThatHardlyGrows_growsNevertheless() {
        Policy policy = blocking("0/1d", new BlockRule(1, 1, 0, 101, DAY, 1_000_000, false));
        Block block = Block.NONE;
        long before = 0;
        for (int i = 0; i < 200; i++) {
            long now = START + i;
            block = policy.block().refused(new Block(0, block.history(), Block.Refusals.NONE), 1, now);
            assertThat(block.leftMillis(now)).isGreaterThan(before);
            before = block.leftMillis(now);
        }
    }

    @Test
    void acquire_blockedForYears_remembersNoMoreBlocksThanMakeTheLongest() {
        Policy policy = blocking("1/1d", new BlockRule(MINUTE, 1, 0, 200, DAY, 10 * MINUTE, false));
        State state = policy.acquire(State.EMPTY, 1, START).state();
        for (int i = 0; i < 1_000; i++) {
            // a day of the limit can pass meanwhile
            state = policy.settle(state, 1, Block.NONE, state.block().untilMillis());
            state = blocked(policy, state, state.mark(), 1);
        }
        assertThat(state.block().history().blocks()).isEqualTo(4);
        assertThat(state.block().leftMillis(state.mark())).isEqualTo(10 * MINUTE);
    }

    @ParameterizedTest
    @CsvSource({"3599999, 120000", "3600000, 60000"})
    void acquire_memoryOfAnHour_countsFromTheEndOfTheBlock(long afterItsEnd, long length) {
        Policy policy = blocking("0/1d", new BlockRule(MINUTE, 1, 0, 200, 3_600_000, DAY, false));
        Block first = policy.block().refused(Block.NONE, 1, START);
        long now = first.untilMillis() + afterItsEnd;
        assertThat(policy.block().refused(first, 1, now).leftMillis(now)).isEqualTo(length);
    }

    @Test
    void acquire_refusedWhileBlocked_neitherCountsNorProlongs() {
        Policy policy = blocking("1/1s", new BlockRule(MINUTE, 2, DAY, 200, DAY, DAY, false));
        State used = policy.acquire(State.EMPTY, 1, START).state();
        State blocked = blocked(policy, used, START, 2);
        for (int i = 0; i < 10; i++) {
            Outcome again = policy.acquire(blocked, 1, START + i * 5_000);
            assertThat(again.verdict().blocked()).isTrue();
            assertThat(again.state()).isSameAs(blocked);
            assertThat(policy.refused(blocked, 5, START + i * 5_000)).isSameAs(blocked);
        }
        State after = policy.acquire(blocked, 1, START + MINUTE).state();
        Outcome refused = policy.acquire(after, 1, START + MINUTE);
        assertThat(refused.verdict().blocked()).as("the first refusal since").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"9999, true", "10000, false"})
    void acquire_lastRefusalSoLongAfterTheFirst_blocksWithin(long millis, boolean blocks) {
        Policy policy = blocking("1/1d", new BlockRule(MINUTE, 3, 10_000, 100, 0, 0, false));
        State state = policy.acquire(State.EMPTY, 1, START).state();
        state = refused(policy, state, START + 1);
        state = refused(policy, state, START + 5_000);
        Outcome third = policy.acquire(state, 1, START + 1 + millis);
        assertThat(third.verdict().blocked()).isEqualTo(blocks);
        assertThat(third.state().block().refusals())
                .isEqualTo(blocks ? Block.Refusals.NONE : new Block.Refusals(1, START + 1 + millis));
    }

    @Test
    void acquire_admittedBetweenTwoRefusals_keepsTheFirst() {
        Policy policy = blocking("1/1s", new BlockRule(MINUTE, 2, DAY, 100, 0, 0, false));
        State state = policy.acquire(State.EMPTY, 1, START).state();
        state = refused(policy, state, START);
        state = policy.acquire(state, 1, START + 2_000).state();
        assertThat(policy.acquire(state, 1, START + 2_000).verdict().blocked()).isTrue();
    }

    @Test
    void refused_severalAtOnce_countAsIfOneAfterTheOther() {
        Policy policy = blocking("1/1d", new BlockRule(MINUTE, 5, DAY, 100, 0, 0, false));
        State used = policy.acquire(State.EMPTY, 1, START).state();
        State four = policy.refused(used, 4, START);
        assertThat(four.block().isActive(START)).isFalse();
        assertThat(policy.acquire(four, 1, START + 5).verdict().blocked()).isTrue();
        assertThat(policy.refused(used, 5, START).block().untilMillis()).isEqualTo(START + MINUTE);
    }

    @Test
    void acquire_costThatNeverFits_countsNoRefusal() {
        Policy policy = blocking("1/1h", new BlockRule(MINUTE, 2, DAY, 100, 0, 0, false));
        assertThat(policy.acquire(State.EMPTY, 2, START).state()).isSameAs(State.EMPTY);
    }

    @Test
    void unblocked_blockedKey_leavesTheCountsAndTheHistory() {
        Policy policy = blocking("2/1h", new BlockRule(MINUTE, 1, 0, 200, DAY, DAY, true));
        State state = policy.acquire(State.EMPTY, 1, START).state();
        State blocked = policy.acquire(state, 2, START).state();
        State unblocked = blocked.unblocked(START + 10);
        assertThat(unblocked.version()).isGreaterThan(blocked.version());
        assertThat(policy.left(unblocked, START + 2 * MINUTE))
                .as("nothing is forgiven")
                .isEqualTo(1);
        Outcome admitted = policy.acquire(unblocked, 1, START + 20);
        assertThat(admitted.verdict().allowed()).isTrue();
        Outcome refused = policy.acquire(admitted.state(), 1, START + 20);
        assertThat(refused.verdict().retryAfterMillis()).as("the second block").hasValue(2 * MINUTE);
        assertThat(state.unblocked(START)).isSameAs(state);
    }

    @Test
    void settle_blockOfAnInstanceThatCountedAlone_keepsTheLaterBlockAndTheLargerHistory() {
        Policy policy = blocking("1/1d", new BlockRule(MINUTE, 1, 0, 200, DAY, DAY, false));
        State one = blocked(policy, policy.acquire(State.EMPTY, 1, START).state(), START, 1);
        State three = one;
        for (int i = 0; i < 2; i++) {
            three = blocked(policy, three, three.block().untilMillis(), 1);
        }
        State merged = policy.settle(one, 1, three.block(), START + 10);
        assertThat(merged.block()).isEqualTo(three.block());
        assertThat(policy.settle(three, 1, one.block(), three.mark()).block()).isEqualTo(three.block());
        assertThat(one.block().later(three.block())).isEqualTo(three.block().later(one.block()));
    }

    @Test
    void millisUntilForgotten_history_lastsForTheMemoryAfterTheBlock() {
        Policy policy = blocking("1/1s", new BlockRule(MINUTE, 1, 0, 200, DAY, DAY, false));
        State blocked = blocked(policy, policy.acquire(State.EMPTY, 1, START).state(), START, 1);
        assertThat(policy.millisUntilForgotten(blocked, START)).isEqualTo(MINUTE + DAY);
        assertThat(policy.recoveryMillis()).isEqualTo(2 * DAY);
        long forgotten = START + MINUTE + DAY;
        assertThat(policy.millisUntilForgotten(blocked, forgotten)).isZero();
        State used = policy.acquire(blocked, 1, forgotten).state();
        assertThat(used.block().history()).isEqualTo(Block.History.NONE);
    }

    @Test
    void millisUntilForgotten_countedRefusals_lastForTheTimeWithin() {
        Policy policy = blocking("1/1s", new BlockRule(MINUTE, 3, DAY, 100, 0, 0, false));
        State state = refused(policy, policy.acquire(State.EMPTY, 1, START).state(), START);
        assertThat(policy.millisUntilForgotten(state, START)).isEqualTo(DAY);
        assertThat(policy.recoveryMillis()).isEqualTo(DAY);
        State used = policy.acquire(state, 1, START + DAY).state();
        assertThat(used.block()).isEqualTo(Block.NONE);
    }

    @Test
    void beginningNone_blockThatBegan_holdsAndForgives() {
        Policy policy = blocking("10/1h", forgiving());
        State blocked = blocked(policy, policy.acquire(State.EMPTY, 10, START).state(), START, 1);
        Policy none = policy.withBlock(policy.block().beginningNone());
        assertThat(none.peek(blocked, 1, START).blocked()).isTrue();
        assertThat(none.left(blocked, START + MINUTE)).isEqualTo(10);
        State used = none.acquire(blocked, 10, START + MINUTE).state();
        assertThat(none.acquire(used, 1, START + MINUTE).verdict().blocked()).isFalse();
    }

    private static BlockRule forgiving() {
        return new BlockRule(MINUTE, 1, 0, 100, 0, 0, true);
    }

    private static State refused(Policy policy, State state, long now) {
        Outcome refused = policy.acquire(state, 1, now);
        assertThat(refused.verdict().allowed()).isFalse();
        assertThat(refused.verdict().blocked()).isFalse();
        assertThat(refused.state().version()).isEqualTo(state.version() + 1);
        return refused.state();
    }

    /** The state after the block has begun, at the last of {@code refusals}. */
    private static State blocked(Policy policy, State state, long now, int refusals) {
        State next = state;
        for (int i = 1; i < refusals; i++) {
            next = refused(policy, next, now);
        }
        Outcome last = policy.acquire(next, 1, now);
        assertThat(last.verdict().blocked()).isTrue();
        return last.state();
    }

    private static Policy blocking(String limits, BlockRule block) {
        return blocking(Algorithm.SLIDING_WINDOW, limits, block);
    }

    private static Policy blocking(Algorithm algorithm, String limits, BlockRule block) {
        return Policy.of("p", algorithm, LimitReader.readAll(limits)).withBlock(block);
    }
}
