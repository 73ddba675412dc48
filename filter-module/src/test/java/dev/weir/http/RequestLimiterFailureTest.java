package dev.weir.http;

import static java.lang.Thread.State.BLOCKED;
import static java.lang.Thread.State.TERMINATED;
import static java.lang.Thread.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.reply.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        List<Decision> refusals = fixture.admit(request, requestDecisions, "a");
        assertThat(refusals).singleElement().matches(Decision::unavailable);
        Reply reply = fixture.limiter.refuse(request, requestDecisions, refusals);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.fields()).isEqualTo(Map.of("Cache-Control", "no-store", "Retry-After", "1"));
        assertThat(reply.body()).contains("#temporary-reduced-capacity", "\"status\":503");
    }

    /** Which key it was is not known then, and most are promised not to be refused. */
    @Test
    void admit_storeThrowsFallbackClosedWhileRolledOut_isAdmitted() {
        LimiterFixture fixture = new LimiterFixture(
                Map.of(),
                "policies",
                "a",
                "policy.a.limit",
                "1/1h",
                "policy.a.fallback",
                "closed",
                "policy.a.rollout",
                "99.99");
        fixture.store.broken = true;
        assertThat(fixture.admit(request, "a")).isEmpty();
        assertThat(fixture.problems.times()).isEqualTo(1);
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
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        fixture.admit(request, requestDecisions, "a");
        List<Decision> refusals = fixture.admit(request, requestDecisions, "none");
        fixture.store.broken = true;
        assertThat(fixture.limiter.refuse(request, requestDecisions, refusals).status())
                .isEqualTo(429);
        assertThat(fixture.problems.times()).isEqualTo(1);
    }

    @Test
    void admit_responseTakesNoFields_decisionStands() {
        LimiterFixture fixture = LimiterFixture.of("a", "1/1h");
        for (int permits = 1; permits >= 0; permits--) {
            RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
            requestDecisions.writeFieldsTo((name, value) -> {
                throw new IllegalStateException("no fields today");
            });
            assertThat(fixture.admit(request, requestDecisions, "a")).hasSize(1 - permits);
        }
        assertThat(fixture.problems.times()).isEqualTo(2);
    }

    @Test
    void refuse_requestThrows_isAProblem() {
        FakeRequest broken = new FakeRequest() {
            @Override
            public Optional<String> header(String name) {
                throw new IllegalStateException("recycled");
            }
        };
        LimiterFixture fixture = LimiterFixture.of("none", "0/1h");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        Reply reply =
                fixture.limiter.refuse(broken, requestDecisions, fixture.admit(request, requestDecisions, "none"));
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
    }

    @Test
    void admit_twoThreadsOfARequestAtOnce_isChargedOnce() {
        LimiterFixture fixture = LimiterFixture.of("a", "5/1h");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        Thread other = new Thread(() -> fixture.admit(request, requestDecisions, "a"));
        fixture.store.asked = () -> {
            fixture.store.asked = () -> {};
            startUntilItWaitsOrEnds(other);
        };
        assertThat(fixture.admit(request, requestDecisions, "a")).isEmpty();
        await().until(() -> !other.isAlive());
        assertThat(fixture.remaining("a")).isEqualTo(4);
    }

    private static void startUntilItWaitsOrEnds(Thread thread) {
        thread.start();
        await().until(() -> Set.of(BLOCKED, WAITING, TERMINATED).contains(thread.getState()));
    }

    @Test
    void refuse_twoThreadsAtOnce_givesBackOnce() {
        LimiterFixture fixture = LimiterFixture.of("a", "5/1h", "none", "0/1h");
        assertThat(fixture.admit(request, "a")).isEmpty();
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        fixture.admit(request, requestDecisions, "a");
        List<Decision> refusals = fixture.admit(request, requestDecisions, "none");
        Thread other = new Thread(() -> fixture.limiter.refuse(request, requestDecisions, refusals));
        fixture.store.asked = () -> {
            fixture.store.asked = () -> {};
            startUntilItWaitsOrEnds(other);
        };
        Reply unused = fixture.limiter.refuse(request, requestDecisions, refusals);
        await().until(() -> !other.isAlive());
        assertThat(fixture.remaining("a")).isEqualTo(4);
    }

    @Test
    void refuse_givingBackFails_isNotGivenBackASecondTime() {
        LimiterFixture fixture = LimiterFixture.of("a", "5/1h", "none", "0/1h");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        fixture.admit(request, requestDecisions, "a");
        List<Decision> refusals = fixture.admit(request, requestDecisions, "none");
        fixture.store.broken = true;
        Reply first = fixture.limiter.refuse(request, requestDecisions, refusals);
        fixture.store.broken = false;
        Reply second = fixture.limiter.refuse(request, requestDecisions, refusals);
        assertThat(List.of(first.status(), second.status())).containsOnly(429);
        assertThat(fixture.remaining("a")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"open, 0", "local, 0", "closed, 503"})
    void orFallback_decisionFails_isWhatTheFallbackSays(String fallback, int status) {
        LimiterFixture fixture = fallback(fallback);
        Optional<Reply> reply = fixture.limiter.orFallback(
                () -> {
                    throw new NoClassDefFoundError("no decision today");
                },
                () -> List.of(fixture.use("a"), fixture.use("b")));
        assertThat(reply.map(Reply::status).orElse(0)).isEqualTo(status);
        assertThat(fixture.problems.times()).isEqualTo(1);
    }

    @Test
    void isDenied_noAddress_isToldAndNotDenied() {
        LimiterFixture fixture = new LimiterFixture(Map.of(), "policies", "", "deny.addresses", "203.0.113.0/24");
        FakeRequest broken = new FakeRequest() {
            @Override
            public String wholeClientAddress() {
                throw new IllegalStateException("the connection is gone");
            }
        };
        assertThat(fixture.limiter.isDenied(broken)).isFalse();
        assertThat(fixture.limiter.isDenied(request)).isTrue();
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
