package dev.weir.benchmark.local;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.benchmark.Weir;
import dev.weir.example.FreePorts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jol.info.GraphLayout;

/**
 * The memory that a decision allocates, and the part of it that is the decision itself: the objects reachable from it,
 * but not from the next decision of the same key.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class Allocations {

    private static final int MORE_THAN_FEW = 100;
    private static final int PAIRS = 5;

    /** Weir with one key that is never refused and one that has used up its limit. */
    @State(Scope.Benchmark)
    public static class Asked {

        /** {@code cluster} is one Hazelcast member in this JVM, with leases for hot keys and a cache of refusals. */
        @Param({"cluster", "local"})
        public String store;

        final Key hot = Key.user("hot");
        final Key refused = Key.user("refused");
        RateLimiter limiter;

        /** Starts Weir, and uses up the limit of one key. */
        @Setup
        public void start() {
            Map<String, String> limits = Map.of("plenty", Weir.PLENTY, "few", "5/1h");
            List<Integer> ports = FreePorts.some(1);
            limiter = Weir.start(
                    store.equals("local") ? Weir.local(limits) : Weir.member(limits, "weir-b1-" + ports.get(0), ports));
            for (int i = 0; i < MORE_THAN_FEW; i++) {
                limiter.acquire("few", refused);
                limiter.acquire("plenty", hot);
            }
            require(limiter.acquire("plenty", hot), true);
            require(limiter.acquire("few", refused), false);
        }

        private static void require(Decision decision, boolean allowed) {
            if (decision.allowed() != allowed) {
                throw new IllegalStateException("expected " + allowed + ", was " + decision);
            }
        }

        /** Stops Weir. */
        @TearDown
        public void stop() {
            Weir.stop();
        }
    }

    /** The size of the decisions, for the table. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Size {

        /** Bytes of an admission and of a refusal. */
        public long ofHot;

        public long ofRefused;

        /** Measures after an iteration, so that the measurement is not part of one. */
        @TearDown(Level.Iteration)
        public void measure(Asked asked) {
            ofHot = bytes(asked.limiter, "plenty", asked.hot);
            ofRefused = bytes(asked.limiter, "few", asked.refused);
        }

        /**
         * The smallest of several measurements: occasionally the next decision does not share objects with the one
         * before.
         */
        private static long bytes(RateLimiter limiter, String policy, Key key) {
            return LongStream.generate(() -> bytesOfOne(limiter, policy, key))
                    .limit(PAIRS)
                    .min()
                    .orElseThrow();
        }

        private static long bytesOfOne(RateLimiter limiter, String policy, Key key) {
            Decision decision = limiter.acquire(policy, key);
            Decision next = limiter.acquire(policy, key);
            return GraphLayout.parseInstance(decision)
                    .subtract(GraphLayout.parseInstance(next))
                    .totalSize();
        }
    }

    @Benchmark
    public Decision leased(Asked asked, Size size) {
        return asked.limiter.acquire("plenty", asked.hot);
    }

    @Benchmark
    public Decision refused(Asked asked, Size size) {
        return asked.limiter.acquire("few", asked.refused);
    }
}
