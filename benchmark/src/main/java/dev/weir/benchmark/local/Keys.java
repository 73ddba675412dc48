package dev.weir.benchmark.local;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The keys that are asked for: one, or many in turn. */
@State(Scope.Benchmark)
public class Keys {

    private static final long SEED = 1;

    /** How many. */
    @Param({"1", "10000"})
    public int count;

    /** Something for each key, in an order that has nothing to do with their names. */
    <T> List<T> shuffled(IntFunction<T> ofNumber) {
        List<Integer> numbers = IntStream.range(0, count).boxed().collect(Collectors.toList());
        Collections.shuffle(numbers, new Random(SEED));
        return numbers.stream().map(number -> ofNumber.apply(number)).toList();
    }

    /** Where one thread is; threads begin apart. */
    @State(Scope.Thread)
    public static class Cursor {

        private int count;
        private int at;

        /** Goes to a place that no other thread is likely to be. */
        @Setup
        public void start(Keys keys) {
            count = keys.count;
            at = new Random().nextInt(count);
        }

        int next() {
            int next = at + 1;
            at = next < count ? next : 0;
            return at;
        }
    }
}
