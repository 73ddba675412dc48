package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.Key;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error of Weir's own is never the caller's. */
class RequestLimiterFailureTest {

    private final FakeRequest request = new FakeRequest();

    @ParameterizedTest
    @ValueSource(strings = {"local", "open"})
    void admit_storeThrows_theFallbackAdmits(String fallback) {
        LimiterFixture fixture = fallback(fallback);
        fixture.store.broken = true;
        assertThat(fixture.admit(request, "a")).isEmpty();
        assertThat(fixture.problems.times()).isEqualTo(1);
    }

    @Test
    void admit_storeThrowsFallbackClosed_isA503() {
        LimiterFixture fixture = fallback("closed");
        fixture.store.broken = true;
        Exchange exchange = fixture.limiter.newExchange();
        List<Decision> refusals = fixture.admit(request, exchange, "a");
        assertThat(refusals).singleElement().matches(Decision::unavailable);
        Reply reply = fixture.limiter.refuse(request, exchange, refusals);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.fields()).isEqualTo(Map.of("Cache-Control", "no-store", "Retry-After", "1"));
        assertThat(reply.body()).contains("#temporary-reduced-capacity", "\"status\":503");
    }

    @Test
    void admit_storeThrowsOneFallbackIsClosed_thatOneRefuses() {
        LimiterFixture fixture = fallback("closed");
        fixture.store.broken = true;
        assertThat(fixture.admit(request, "b", "a"))
                .extracting(Decision::policy)
                .containsExactly("a");
    }

    @Test
    void admit_requestThrows_theFallbackDecides() {
        FakeRequest broken = new FakeRequest() {
            @Override
            public Optional<String> principal() {
                throw new IllegalStateException("recycled");
            }
        };
        assertThat(fallback("open").admit(broken, "a", "b")).isEmpty();
        assertThat(fallback("closed").admit(broken, "a", "b"))
                .extracting(Decision::policy)
                .containsExactly("a");
    }

    @Test
    void refuse_storeThrows_isStillTheReply() {
        LimiterFixture fixture = LimiterFixture.of("a", "5/1h", "none", "0/1h");
        Exchange exchange = fixture.limiter.newExchange();
        fixture.admit(request, exchange, "a");
        List<Decision> refusals = fixture.admit(request, exchange, "none");
        fixture.store.broken = true;
        assertThat(fixture.limiter.refuse(request, exchange, refusals).status()).isEqualTo(429);
        assertThat(fixture.problems.times()).isEqualTo(1);
    }

    @Test
    void admit_keyResolverFails_countsByTheAddress() {
        LimiterFixture fixture = new LimiterFixture(
                Map.of("throwing", request -> {
                    throw new IllegalStateException("no key today");
                }),
                "policies",
                "custom",
                "policy.custom.limit",
                "1/1h",
                "policy.custom.key-resolver",
                "throwing");
        assertThat(fixture.admit(request, "custom")).isEmpty();
        assertThat(fixture.remaining("custom", Key.address("203.0.113.9"))).isZero();
        assertThat(fixture.admit(request, "custom")).hasSize(1);
        assertThat(fixture.admit(new FakeRequest().from("192.0.2.1"), "custom")).isEmpty();
        assertThat(fixture.problems.times()).isEqualTo(3);
    }

    private static LimiterFixture fallback(String fallback) {
        return new LimiterFixture(
                Map.of(),
                "policies",
                "a,b",
                "policy.a.limit",
                "1/1h",
                "policy.a.fallback",
                fallback,
                "policy.b.limit",
                "1/1h");
    }
}
