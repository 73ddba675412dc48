package dev.weir.benchmark.local;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.util.concurrent.RateLimiter;
import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.benchmark.Weir;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One permit of a limit that is never reached. Weir and Bucket4j in Caffeine look up the limiter by its key; the others
 * have no keys, and read theirs from a list.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class Decisions {

    private static final int PLENTY_A_SECOND = 1_000_000_000;

    /** Weir with {@code ratelimit.store=local}. */
    @State(Scope.Benchmark)
    public static class OfWeir {

        /** Weir's default first; the second is the algorithm of the peers. */
        @Param({"sliding-window", "token-bucket"})
        public String algorithm;

        dev.weir.RateLimiter limiter;
        List<Key> keys;

        /** Starts Weir. */
        @Setup
        public void start(Keys shared) {
            limiter = Weir.start(properties());
            keys = shared.shuffled(number -> Key.user("user-" + number));
        }

        Map<String, String> properties() {
            Map<String, String> properties = Weir.local(Map.of("plenty", Weir.PLENTY));
            properties.put(Weir.property("plenty", "algorithm"), algorithm);
            return properties;
        }
    }

    /** The same, and nothing is counted for metrics. */
    @State(Scope.Benchmark)
    public static class OfWeirUnmeasured extends OfWeir {

        @Override
        Map<String, String> properties() {
            Map<String, String> properties = super.properties();
            properties.put("ratelimit.metrics", "none");
            return properties;
        }
    }

    /** The same with metrics, and counted by key for operators. */
    @State(Scope.Benchmark)
    public static class OfWeirMonitored extends OfWeir {

        @Override
        Map<String, String> properties() {
            Map<String, String> properties = super.properties();
            properties.put("ratelimit.admin.path", "/ratelimit");
            return properties;
        }
    }

    /** Bucket4j's buckets, in Caffeine and directly. */
    @State(Scope.Benchmark)
    public static class OfBucket4j {

        Cache<String, Bucket> cache;
        List<String> keys;
        List<Bucket> bare;

        static Bucket bucket() {
            return Bucket.builder()
                    .addLimit(limit ->
                            limit.capacity(1_000_000_000_000L).refillGreedy(1_000_000_000_000L, Duration.ofHours(1)))
                    .build();
        }

        /** Creates the buckets. */
        @Setup
        public void start(Keys shared) {
            cache = Caffeine.newBuilder().maximumSize(100_000).build();
            keys = shared.shuffled(number -> "user-" + number);
            bare = shared.shuffled(number -> bucket());
        }
    }

    /** Limiters without keys. */
    @State(Scope.Benchmark)
    public static class OfOthers {

        List<io.github.resilience4j.ratelimiter.RateLimiter> resilience4j;
        List<RateLimiter> guava;
        List<dev.failsafe.RateLimiter<Object>> failsafe;

        /** Creates the limiters. */
        @Setup
        public void start(Keys shared) {
            RateLimiterConfig config = RateLimiterConfig.custom()
                    .limitForPeriod(Integer.MAX_VALUE)
                    .limitRefreshPeriod(Duration.ofSeconds(1))
                    .timeoutDuration(Duration.ZERO)
                    .build();
            resilience4j = shared.shuffled(
                    number -> io.github.resilience4j.ratelimiter.RateLimiter.of("user-" + number, config));
            guava = shared.shuffled(number -> RateLimiter.create(PLENTY_A_SECOND));
            failsafe = shared.shuffled(
                    number -> dev.failsafe.RateLimiter.burstyBuilder(PLENTY_A_SECOND, Duration.ofSeconds(1))
                            .build());
        }
    }

    @Benchmark
    public Decision weir(OfWeir state, Keys.Cursor cursor) {
        return state.limiter.acquire("plenty", state.keys.get(cursor.next()));
    }

    @Benchmark
    public Decision weirUnmeasured(OfWeirUnmeasured state, Keys.Cursor cursor) {
        return state.limiter.acquire("plenty", state.keys.get(cursor.next()));
    }

    @Benchmark
    public Decision weirMonitored(OfWeirMonitored state, Keys.Cursor cursor) {
        return state.limiter.acquire("plenty", state.keys.get(cursor.next()));
    }

    @Benchmark
    public boolean bucket4jInCaffeine(OfBucket4j state, Keys.Cursor cursor) {
        return state.cache
                .get(state.keys.get(cursor.next()), key -> OfBucket4j.bucket())
                .tryConsume(1);
    }

    @Benchmark
    public boolean bucket4j(OfBucket4j state, Keys.Cursor cursor) {
        return state.bare.get(cursor.next()).tryConsume(1);
    }

    @Benchmark
    public boolean resilience4j(OfOthers state, Keys.Cursor cursor) {
        return state.resilience4j.get(cursor.next()).acquirePermission();
    }

    @Benchmark
    public boolean guava(OfOthers state, Keys.Cursor cursor) {
        return state.guava.get(cursor.next()).tryAcquire();
    }

    @Benchmark
    public boolean failsafe(OfOthers state, Keys.Cursor cursor) {
        return state.failsafe.get(cursor.next()).tryAcquirePermit();
    }
}
