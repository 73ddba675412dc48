package dev.weir.benchmark.cluster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.hazelcast.cache.ICache;
import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.RateLimiter;
import dev.weir.Source;
import dev.weir.benchmark.Weir;
import dev.weir.text.LimitReader;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.grid.hazelcast.Bucket4jHazelcast;
import io.github.bucket4j.grid.jcache.Bucket4jJCache;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** A limiter under measurement: takes one permit of a key. Safe for use by many threads. */
interface Subject {

    String WEIR = "Weir";
    String BUCKET4J_JCACHE = "Bucket4j over JCache";
    String BUCKET4J_HAZELCAST = "Bucket4j over IMap";
    String BUCKET4J_CAFFEINE = "Bucket4j in Caffeine";
    String RAW = "getAsync + putIfAbsentAsync";
    String RAW_KNOWN = "getAsync + replaceAsync";

    /** Returns a supplier that takes a permit of {@code key} with each call, and returns whether there was one. */
    BooleanSupplier on(String key);

    /**
     * The number of decisions so far that were made without the cluster although they should have been made with it.
     */
    default long alone() {
        return 0;
    }

    /** How many of the {@code operations} so far waited for an answer of the grid: all, unless the limiter knows. */
    default long waited(long operations) {
        return operations;
    }

    /** Takes all permits of {@code key}, which was not used before, at once. */
    default void spend(String key) {
        throw new UnsupportedOperationException("only a limiter has permits to spend");
    }

    /** Returns the subject of that name, with the limit of a policy of Weir. */
    static Subject of(String name, String policy, Member member) {
        return switch (name) {
            case WEIR -> new OfWeir(member.limiter(), policy);
            case BUCKET4J_JCACHE ->
                bucket4j(
                        Bucket4jJCache.entryProcessorBasedBuilder(member.cache("bucket4j." + policy, byte[].class))
                                .build(),
                        policy);
            case BUCKET4J_HAZELCAST ->
                bucket4j(
                        Bucket4jHazelcast.entryProcessorBasedBuilder(member.map("bucket4j." + policy))
                                .build(),
                        policy);
            case BUCKET4J_CAFFEINE -> new InCaffeine(policy);
            case RAW -> raw(member.cache("raw", String.class));
            case RAW_KNOWN -> rawKnown(member.cache("raw", String.class));
            default -> throw new IllegalArgumentException("no such subject, was \"" + name + '"');
        };
    }

    private static Subject bucket4j(ProxyManager<String> proxies, String policy) {
        return new OfBucket4j(
                proxies,
                BucketConfiguration.builder().addLimit(bandwidth(policy)).build());
    }

    private static Limit limit(String policy) {
        return LimitReader.read(System.getProperty(Weir.property(policy, "limit"), Weir.PLENTY));
    }

    private static Bandwidth bandwidth(String policy) {
        Limit limit = limit(policy);
        return Bandwidth.builder()
                .capacity(limit.burst())
                .refillGreedy(limit.permits(), limit.window())
                .build();
    }

    /** The minimum that any limiter in a grid has to do for a key that it has not seen. */
    private static Subject raw(ICache<String, String> cache) {
        String state = "1:s:3600000:0:" + System.currentTimeMillis() + ":1";
        return key -> () -> {
            Object nothing = cache.getAsync(key).toCompletableFuture().join();
            return nothing == null
                    && cache.putIfAbsentAsync(key, state).toCompletableFuture().join();
        };
    }

    /** The minimum that any limiter in a grid has to do for a key that another member has put there. */
    private static Subject rawKnown(ICache<String, String> cache) {
        String state = "1:s:3600000:0:" + System.currentTimeMillis() + ":2";
        return key -> () -> {
            String known = cache.getAsync(key).toCompletableFuture().join();
            return known != null
                    && cache.replaceAsync(key, known, state)
                            .toCompletableFuture()
                            .join();
        };
    }

    /** Bucket4j in a grid: every call is one operation there. */
    record OfBucket4j(ProxyManager<String> proxies, BucketConfiguration configuration) implements Subject {

        @Override
        public BooleanSupplier on(String key) {
            Bucket bucket = proxies.getProxy(key, () -> configuration);
            return () -> bucket.tryConsume(1);
        }

        @Override
        public void spend(String key) {
            proxies.getProxy(key, () -> configuration).tryConsumeAsMuchAsPossible();
        }
    }

    /** Weir, which reports when it asked the cluster, and when it fell back to local counters. */
    final class OfWeir implements Subject {

        private final RateLimiter limiter;
        private final String policy;
        private final LongAdder shared = new LongAdder();
        private final LongAdder alone = new LongAdder();

        private OfWeir(RateLimiter limiter, String policy) {
            this.limiter = limiter;
            this.policy = policy;
        }

        @Override
        public BooleanSupplier on(String text) {
            Key key = Key.user(text);
            return () -> {
                Decision decision = limiter.acquire(policy, key);
                if (decision.source() == Source.LOCAL) {
                    alone.increment();
                } else if (decision.source() == Source.CLUSTER) {
                    shared.increment();
                }
                return decision.allowed();
            };
        }

        @Override
        public long alone() {
            return alone.sum();
        }

        /** A decision without the cluster counts: it waited until the cluster was too late. */
        @Override
        public long waited(long operations) {
            return shared.sum() + alone.sum();
        }

        @Override
        public void spend(String text) {
            var unused = limiter.acquire(policy, Key.user(text), limit(policy).permits());
        }
    }

    /** Bucket4j's own buckets, without a maximum number, each kept until its limit has recovered. */
    final class InCaffeine implements Subject {

        private static final Map<String, Cache<String, Bucket>> CACHES = new ConcurrentHashMap<>();

        private final Bandwidth bandwidth;
        private final Cache<String, Bucket> buckets;

        private InCaffeine(String policy) {
            bandwidth = bandwidth(policy);
            buckets = CACHES.computeIfAbsent(
                    policy,
                    name -> Caffeine.newBuilder()
                            .expireAfterAccess(Duration.ofHours(1))
                            .maximumSize(Integer.MAX_VALUE)
                            .build());
        }

        @Override
        public BooleanSupplier on(String key) {
            return () -> buckets.get(
                            key, absent -> Bucket.builder().addLimit(bandwidth).build())
                    .tryConsume(1);
        }
    }
}
