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

/** The keys of the calls: one, or many in turn. */
@State(Scope.Benchmark)
public class Keys {

    private static final long SEED = 1;

    /** The number of keys. */
    @Param({"1", "10000"})
    public int count;

    /** Returns an element for each key, in an order that is independent of their names. */
    <T> List<T> shuffled(IntFunction<T> ofNumber) {
        List<Integer> numbers = IntStream.range(0, count).boxed().collect(Collectors.toList());
        Collections.shuffle(numbers, new Random(SEED));
        return numbers.stream().map(number -> ofNumber.apply(number)).toList();
    }

    /** The position of one thread in the keys; threads start at different ones. */
    @State(Scope.Thread)
    public static class Cursor {

        private int count;
        private int at;

        /** Moves to a random position, which no other thread is likely to have. */
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
