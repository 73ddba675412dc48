package dev.weir.benchmark.outbound;

import com.google.common.util.concurrent.RateLimiter;
import com.hazelcast.cache.ICache;
import dev.failsafe.RateLimiterBuilder;
import dev.weir.outbound.Permit;
import dev.weir.outbound.Throttle;
import dev.weir.outbound.runtime.OutboundModule;
import dev.weir.spi.Modules;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.grid.jcache.Bucket4jJCache;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What makes calls wait until the limit allows them, as its users do it. Safe for use by many threads.
 *
 * <p>Limiters that know one JVM get their part of the limit, which is all that they can be given.
 */
@FunctionalInterface
public interface Pacer {

    String WEIR = "Weir";
    String RESILIENCE4J = "Resilience4j, half each";
    String GUAVA = "Guava, half each";
    String FAILSAFE = "Failsafe, half each";
    String BUCKET4J = "Bucket4j over JCache";
    List<String> ALL = List.of(WEIR, RESILIENCE4J, GUAVA, FAILSAFE, BUCKET4J);

    /** The policy of Weir, which the properties of the JVM configure. */
    String POLICY = "outbound";

    Duration SECOND = Duration.ofSeconds(1);
    Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Waits for a permit, and runs {@code call}. */
    void call(Runnable call) throws InterruptedException;

    /**
     * Returns the limiter of that name.
     *
     * @param perSecond the limit of all JVMs together
     * @param members how many JVMs there are
     * @param caches the caches of the grid
     */
    static Pacer of(String name, int perSecond, int members, Function<String, ICache<String, byte[]>> caches) {
        int part = perSecond / members;
        return switch (name) {
            case WEIR -> weir();
            case RESILIENCE4J -> resilience4j(part);
            case GUAVA -> guava(part);
            case FAILSAFE -> failsafe(part);
            case BUCKET4J -> bucket4j(perSecond, caches.apply("bucket4j.outbound"));
            default -> throw new IllegalArgumentException("no such limiter, was \"" + name + '"');
        };
    }

    @SuppressWarnings("try") // the permit is the call's, which does not name it
    private static Pacer weir() {
        Throttle throttle = Modules.running(OutboundModule.class).throttles().api();
        return call -> {
            try (Permit unused = throttle.acquire(POLICY, LONGEST_WAIT)) {
                call.run();
            }
        };
    }

    private static Pacer resilience4j(int part) {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(part)
                .limitRefreshPeriod(SECOND)
                .timeoutDuration(LONGEST_WAIT)
                .build();
        io.github.resilience4j.ratelimiter.RateLimiter limiter =
                io.github.resilience4j.ratelimiter.RateLimiter.of("outbound", config);
        return limiter::executeRunnable;
    }

    private static Pacer guava(int part) {
        RateLimiter limiter = RateLimiter.create(part);
        return call -> {
            double unused = limiter.acquire();
            call.run();
        };
    }

    private static Pacer failsafe(int part) {
        RateLimiterBuilder<Object> builder = dev.failsafe.RateLimiter.smoothBuilder(part, SECOND);
        dev.failsafe.RateLimiter<Object> limiter = builder.build();
        return call -> {
            limiter.acquirePermit();
            call.run();
        };
    }

    private static Pacer bucket4j(int perSecond, ICache<String, byte[]> cache) {
        Bandwidth bandwidth = Bandwidth.builder()
                .capacity(perSecond)
                .refillGreedy(perSecond, SECOND)
                .build();
        BucketConfiguration configuration =
                BucketConfiguration.builder().addLimit(bandwidth).build();
        Bucket bucket =
                Bucket4jJCache.entryProcessorBasedBuilder(cache).build().getProxy("outbound", () -> configuration);
        return call -> {
            bucket.asBlocking().consume(1);
            call.run();
        };
    }
}
