package dev.weir.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.spi.ModuleHost;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecentLooksTest {

    private final Counted counted = Counted.start(Map.of("llm-tokens.limit", "1000/1m"));
    private final AtomicInteger peeks = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final RecentLooks looks = new RecentLooks(proxy(ModuleHost.class, (name, real) -> switch (name) {
        case "nanoTime" -> (LongSupplier) nanos::get;
        case "limiter" -> limiter();
        default -> throw new IllegalStateException(name);
    }));

    private interface Answers {
        Object to(String name, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
    }

    private RateLimiter limiter() {
        return proxy(RateLimiter.class, (name, arguments) -> {
            peeks.incrementAndGet();
            return counted.host().limiter().peek((String) arguments[0], (Key) arguments[1]);
        });
    }

    private static Applied of(String caller) {
        return new Applied("llm-tokens", Key.user(caller), true);
    }

    @AfterEach
    void end() throws Exception {
        counted.running().close();
    }

    @Test
    void of_aCallerWhoAsksAgain_looksOnceASecond() {
        for (int i = 0; i < 100; i++) {
            assertThat(looks.of(of("alice")).remaining()).isEqualTo(1_000);
        }
        assertThat(peeks).hasValue(1);
        assertThat(looks.of(of("bob")).remaining()).isEqualTo(1_000);
        assertThat(peeks).hasValue(2);
        Decision taken = counted.host().limiter().acquire("llm-tokens", Key.user("alice"), 10);
        assertThat(taken.allowed()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
        assertThat(looks.of(of("alice")).remaining()).isEqualTo(1_000);
        nanos.incrementAndGet();
        assertThat(looks.of(of("alice")).remaining()).isEqualTo(990);
    }

    @Test
    void of_manyCallers_keepsABoundedNumber() {
        for (int i = 0; i < 2 * RecentLooks.MOST; i++) {
            assertThat(looks.of(of("caller " + i)).allowed()).isTrue();
        }
        assertThat(looks.size()).isLessThanOrEqualTo(RecentLooks.MOST);
    }
}
