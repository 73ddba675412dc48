package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.StoreOperations.Kind;
import dev.weir.store.StoreOperations.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreOperationsTest {

    private final MutableClock clock = new MutableClock();
    private final StoreOperations operations = new StoreOperations(50, clock::nanoTime);
    private final List<Long> times = new ArrayList<>();

    StoreOperationsTest() {
        operations.timedBy(nanos -> times.add(nanos / 1_000_000));
    }

    @Test
    void ended_inTime_isOkOrAnError() {
        StoreOperations.Operation one = operations.begin(Kind.GET);
        StoreOperations.Operation two = operations.begin(Kind.REPLACE);
        clock.advance(Duration.ofMillis(50));
        one.ended(false);
        two.ended(true);
        assertThat(operations.count(Kind.GET, Result.OK)).isEqualTo(1);
        assertThat(operations.count(Kind.REPLACE, Result.ERROR)).isEqualTo(1);
        assertThat(operations.count(Result.LATE)).isZero();
        assertThat(times).containsExactly(50L, 50L);
    }

    @Test
    void ended_tooLate_isLateWhateverItIs() {
        StoreOperations.Operation one = operations.begin(Kind.GET);
        StoreOperations.Operation two = operations.begin(Kind.GET);
        clock.advance(Duration.ofMillis(51));
        one.ended(false);
        two.ended(true);
        assertThat(operations.count(Kind.GET, Result.LATE)).isEqualTo(2);
        assertThat(operations.count(Result.OK) + operations.count(Result.ERROR)).isZero();
    }

    @Test
    void tick_operationThatNeverEnds_isLateOnceWhenItIs() {
        StoreOperations.Operation silent = operations.begin(Kind.PUT_IF_ABSENT);
        operations.tick();
        assertThat(operations.count(Result.LATE)).isZero();
        clock.advance(Duration.ofSeconds(1));
        operations.tick();
        assertThat(operations.count(Kind.PUT_IF_ABSENT, Result.LATE)).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        operations.tick();
        silent.ended(true);
        assertThat(operations.count(Kind.PUT_IF_ABSENT, Result.LATE)).isEqualTo(1);
        assertThat(operations.count(Result.ERROR)).isZero();
        assertThat(times).containsExactly(1_000L);
    }
}
