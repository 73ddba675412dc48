package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.KeyResolver;
import dev.weir.reply.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLimiterTest {

    private final FakeRequest request = new FakeRequest();

    @Test
    void admit_moreThanTheLimit_isRefused() {
        LimiterFixture fixture = LimiterFixture.of("two", "2/1h");
        assertThat(fixture.admit(request, "two")).isEmpty();
        assertThat(fixture.admit(request, "two")).isEmpty();
        assertThat(fixture.admit(request, "two")).extracting(Decision::policy).containsExactly("two");
        assertThat(fixture.admit(new FakeRequest().from("192.0.2.1"), "two")).isEmpty();
    }

    @Test
    void admit_moreThanTheLimitOfACalendarDay_isRefusedUntilMidnightInTheZone() {
        LimiterFixture fixture = new LimiterFixture(
                Map.of(),
                "zone",
                "Europe/Berlin",
                "policies",
                "daily",
                "policy.daily.limit",
                "9/1m,2/calendar-day",
                "policy.daily.scope",
                "address");
        fixture.admit(request, "daily");
        fixture.admit(request, "daily");
        Duration untilMidnight = Duration.between(fixture.clock.instant(), Instant.parse("2025-11-21T23:00:00Z"));
        assertThat(fixture.admit(request, "daily"))
                .extracting(Decision::retryAfter)
                .containsExactly(Optional.of(untilMidnight));
        fixture.clock.advance(untilMidnight.minusMillis(1));
        assertThat(fixture.admit(request, "daily")).hasSize(1);
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.admit(request, "daily")).isEmpty();
    }

    @Test
    void admit_bare_chargesThePolicyThatFitsTheCaller() {
        LimiterFixture fixture = new LimiterFixture(Map.of());
        fixture.admit(request, "anonymous", "user");
        assertThat(fixture.store.operations).isEqualTo(1);
        assertThat(fixture.remaining("anonymous")).isEqualTo(99);
        fixture.admit(new FakeRequest().by("alice"), "anonymous", "user");
        assertThat(fixture.remaining("anonymous")).isEqualTo(99);
        assertThat(fixture.remaining("user", Key.user("alice"))).isEqualTo(999);
    }

    @Test
    void admit_cost_takesThatManyPermits() {
        LimiterFixture fixture = LimiterFixture.of("ten", "10/1h");
        assertThat(fixture.limiter.admit(
                        request, fixture.limiter.newRequestDecisions(), List.of(fixture.use("ten", 7))))
                .isEmpty();
        assertThat(fixture.remaining("ten")).isEqualTo(3);
        assertThat(fixture.limiter.admit(
                        request, fixture.limiter.newRequestDecisions(), List.of(fixture.use("ten", 7))))
                .hasSize(1);
        assertThat(fixture.remaining("ten")).isEqualTo(3);
    }

    @Test
    void admit_samePolicyByFilterResourceAndBean_isChargedOnce() {
        LimiterFixture fixture = LimiterFixture.of("two", "2/1h");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.admit(request, requestDecisions, "two")).isEmpty();
        }
        assertThat(fixture.admit(request, "two", "two"))
                .as("named twice in one place")
                .isEmpty();
        assertThat(fixture.admit(request, "two")).hasSize(1);
    }

    @Test
    void admit_refusedBefore_isRefusedAgainWithoutAsking() {
        LimiterFixture fixture = LimiterFixture.of("none", "0/1h");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        assertThat(fixture.admit(request, requestDecisions, "none")).hasSize(1);
        int before = fixture.store.operations;
        assertThat(fixture.admit(request, requestDecisions, "none")).hasSize(1);
        assertThat(fixture.store.operations).isEqualTo(before);
    }

    @Test
    void refuse_chargedByAnotherAdapterBefore_givesItBack() {
        LimiterFixture fixture = LimiterFixture.of("filter", "5/1h", "resource", "0/1h");
        fixture.admit(request, "filter");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        assertThat(fixture.admit(request, requestDecisions, "filter")).isEmpty();
        assertThat(fixture.remaining("filter")).isEqualTo(3);
        List<Decision> refusals = fixture.admit(request, requestDecisions, "resource");
        Reply reply = fixture.limiter.refuse(request, requestDecisions, refusals);
        assertThat(fixture.remaining("filter")).isEqualTo(4);
        assertThat(reply.fields().get("RateLimit")).startsWith("\"filter\";r=4;");
        fixture.limiter.refuse(request, requestDecisions, refusals);
        assertThat(fixture.remaining("filter")).as("given back once").isEqualTo(4);
    }

    @Test
    void refuse_policyThatWasOnlyLookedAt_getsNothingBack() {
        LimiterFixture fixture = LimiterFixture.of("a", "5/1h", "b", "0/1h");
        fixture.admit(request, "a");
        for (int i = 0; i < 3; i++) {
            RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
            fixture.limiter.refuse(request, requestDecisions, fixture.admit(request, requestDecisions, "a", "b"));
        }
        assertThat(fixture.remaining("a")).isEqualTo(4);
    }

    @Test
    void admit_afterARefusalThatTheApplicationCaught_isChargedAfterAll() {
        LimiterFixture fixture = LimiterFixture.of("a", "5/1h", "b", "0/1h");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        assertThat(fixture.admit(request, requestDecisions, "a", "b")).hasSize(1);
        assertThat(fixture.remaining("a")).isEqualTo(5);
        assertThat(fixture.admit(request, requestDecisions, "a")).isEmpty();
        assertThat(fixture.remaining("a")).isEqualTo(4);
    }

    @Test
    void admit_fields_areWrittenForAllPoliciesSoFar() {
        LimiterFixture fixture = LimiterFixture.of("a", "5/1h", "b", "3/1m");
        Map<String, String> written = new HashMap<>();
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        requestDecisions.writeFieldsTo(written::put);
        fixture.admit(request, requestDecisions, "a");
        fixture.admit(request, requestDecisions, "b");
        assertThat(written.get("RateLimit-Policy")).isEqualTo("\"a\";q=5;w=3600, \"b\";q=3;w=60");
        assertThat(written.get("RateLimit")).matches("\"a\";r=4;t=\\d+, \"b\";r=2;t=\\d+");
    }

    @Test
    void admit_shadow_neverRefusesAndTellsNothing() {
        LimiterFixture fixture = with("policy.user.mode", "shadow", "policy.user.limit", "0/1h");
        Map<String, String> written = new HashMap<>();
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        requestDecisions.writeFieldsTo(written::put);
        assertThat(fixture.admit(new FakeRequest().by("alice"), requestDecisions, "user"))
                .isEmpty();
        assertThat(fixture.store.operations).isEqualTo(1);
        assertThat(written).isEmpty();
    }

    @Test
    void admit_shadowKeyOfARollout_isToldNothingAndOthersAsWithoutIt() {
        LimiterFixture fixture = new LimiterFixture(
                Map.of(),
                "policies",
                "a,part",
                "policy.a.limit",
                "5/1h",
                "policy.part.limit",
                "1/1m",
                "policy.part.rollout",
                "45");
        List<String> shadow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            FakeRequest one = new FakeRequest().from("203.0.113." + i);
            Map<String, String> written = new HashMap<>();
            for (int times = 0; times < 2; times++) {
                written.clear();
                RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
                requestDecisions.writeFieldsTo(written::put);
                List<Decision> refusals = fixture.admit(one, requestDecisions, "a", "part");
                if (times == 1 && refusals.isEmpty()) {
                    shadow.add("203.0.113." + i);
                    assertThat(written.get("RateLimit-Policy")).isEqualTo("\"a\";q=5;w=3600");
                    assertThat(written.get("RateLimit"))
                            .startsWith("\"a\";r=3;")
                            .doesNotContain("part");
                } else if (times == 1) {
                    assertThat(refusals).extracting(Decision::policy).containsExactly("part");
                    assertThat(written.get("RateLimit")).contains("\"part\";r=0");
                }
            }
        }
        assertThat(shadow.size()).isBetween(40, 70);
        assertThat(fixture.remaining("part", Key.address(shadow.get(0))))
                .as("counted")
                .isZero();
    }

    @Test
    void admit_minimalDisclosure_tellsNothing() {
        LimiterFixture fixture = with("policy.login.limit", "1/1m");
        Map<String, String> written = new HashMap<>();
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        requestDecisions.writeFieldsTo(written::put);
        assertThat(fixture.admit(request, requestDecisions, "login")).isEmpty();
        assertThat(written).isEmpty();
        RequestDecisions second = fixture.limiter.newRequestDecisions();
        Reply reply = fixture.limiter.refuse(request, second, fixture.admit(request, second, "login"));
        assertThat(reply.fields()).containsOnlyKeys("Cache-Control", "Retry-After");
        assertThat(Integer.parseInt(reply.fields().get("Retry-After")) % 5).isZero();
        assertThat(reply.body()).doesNotContain("login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy.user.mode=off", "enabled=false"})
    void admit_turnedOff_asksNobody(String property) {
        LimiterFixture fixture = with("policy.user.limit", "0/1h", property.split("=")[0], property.split("=")[1]);
        assertThat(fixture.admit(new FakeRequest().by("alice"), "user")).isEmpty();
        assertThat(fixture.store.operations).isZero();
    }

    @Test
    void admit_off_asksNoKeyResolver() {
        List<String> asked = new ArrayList<>();
        KeyResolver resolver = request -> {
            asked.add(request.path());
            return Key.of("any");
        };
        LimiterFixture fixture = new LimiterFixture(
                Map.of("any", resolver),
                "policies",
                "custom",
                "policy.custom.limit",
                "1/1h",
                "policy.custom.key-resolver",
                "any",
                "policy.custom.mode",
                "off");
        assertThat(fixture.admit(request, "custom")).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void admit_severalRefuse_allAreTold() {
        LimiterFixture fixture = LimiterFixture.of("a", "0/1h", "b", "5/1h", "c", "0/1m");
        assertThat(fixture.admit(request, "a", "b", "c"))
                .extracting(Decision::policy)
                .containsExactly("a", "c");
    }

    @Test
    void admit_noPolicyApplies_asksNobody() {
        LimiterFixture fixture = with("policy.user.scope", "session");
        assertThat(fixture.admit(request, "user")).isEmpty();
        assertThat(fixture.admit(request)).isEmpty();
        assertThat(fixture.store.operations).isZero();
    }

    private static LimiterFixture with(String... properties) {
        return new LimiterFixture(Map.of(), properties);
    }

    @Test
    void admit_whileTheStoreIsAsked_holdsNoMonitorOfTheExchange() {
        LimiterFixture fixture = LimiterFixture.of("api", "10/1h");
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        List<Boolean> held = new ArrayList<>();
        fixture.store.asked = () -> held.add(Thread.holdsLock(requestDecisions));
        assertThat(fixture.admit(new FakeRequest(), requestDecisions, "api")).isEmpty();
        assertThat(held).isNotEmpty().containsOnly(false);
    }
}
