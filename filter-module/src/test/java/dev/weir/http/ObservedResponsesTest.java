package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.adaptive.Adaptation;
import dev.weir.adaptive.Suspects;
import dev.weir.config.MapSource;
import dev.weir.config.PolicySettings;
import dev.weir.config.rule.AdaptiveRule;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.match.PathPattern;
import dev.weir.monitor.request.RequestMonitor;
import dev.weir.override.Overrides;
import dev.weir.store.WaitBudget;
import dev.weir.store.memory.LocalSlots;
import dev.weir.store.memory.LocalStore;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservedResponsesTest {

    private static final Key ALICE = Key.user("alice");

    private final MutableClock clock = new MutableClock();
    private final Map<String, AdaptiveRule> rules = new HashMap<>();
    private final Adaptation adaptation =
            new Adaptation(() -> rules, Suspects.alone(clock, 100), (one, other) -> true, clock);
    private final Policy api = Policy.of("api", Algorithm.SLIDING_WINDOW, LimitReader.readAll("1000/1h"));
    private final Policy none = Policy.of("api", Algorithm.SLIDING_WINDOW, LimitReader.readAll("0/1h"));
    private final Engine engine = new Engine(
            new LocalStore(clock, 100),
            new LocalSlots(clock, 100),
            new KeyCodec(
                    new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64),
                    Optional.empty(),
                    UnaryOperator.identity(),
                    () -> "/shop"),
            (name, key) -> Optional.of(api),
            new CallPolicies(true),
            ObservedResponsesTest::budget,
            new Overrides(clock, ZoneOffset.UTC),
            adaptation,
            DecisionListener.NONE);
    private final RequestMonitor monitor = new RequestMonitor(2_000, clock::nanoTime, clock);
    private final ObservedResponses responses = new ObservedResponses(
            adaptation, engine, Optional.empty(), clock::nanoTime, new OncePerMinuteLog(new ListLogger(), clock));

    private final ObservedResponses watched = new ObservedResponses(
            adaptation, engine, Optional.of(monitor), clock::nanoTime, new OncePerMinuteLog(new ListLogger(), clock));

    @BeforeEach
    void adapt() {
        rules.put("api", new AdaptiveRule(1_000, 500, 50));
    }

    private static WaitBudget budget() {
        return new WaitBudget(0, () -> 0);
    }

    private RequestDecisions request(Policy policy) {
        RequestDecisions decisions = new RequestDecisions(budget());
        decisions.record(engine.acquireAll(List.of(engine.charge(policy, ALICE, 1)), budget()));
        return decisions;
    }

    /** As long as the clock says between the two. */
    private void respond(Policy policy, int requests, long tookMillis, int status, boolean isStream) {
        List<RequestDecisions> begun = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            RequestDecisions decisions = request(policy);
            responses.began(decisions);
            begun.add(decisions);
        }
        clock.advance(Duration.ofMillis(tookMillis));
        begun.forEach(each -> responses.ended(each, status, isStream));
    }

    private int percentAfter() {
        clock.advance(Duration.ofSeconds(10));
        return adaptation.percentages().getOrDefault("api", -1);
    }

    @Test
    void ended_slowResponses_arePressure() {
        respond(api, 20, 1_001, 200, false);
        assertThat(percentAfter()).isEqualTo(90);
    }

    @Test
    void ended_responsesInTime_areNone() {
        respond(api, 20, 1_000, 200, false);
        assertThat(percentAfter()).isEqualTo(100);
    }

    @Test
    void ended_errors_arePressure() {
        respond(api, 20, 1, 500, false);
        assertThat(percentAfter()).isEqualTo(90);
    }

    @Test
    void ended_streams_takeNoTime() {
        respond(api, 20, 9_000, 200, true);
        assertThat(percentAfter()).isEqualTo(100);
    }

    @Test
    void ended_refusedByWeir_isNoResponseOfTheApplication() {
        respond(none, 100, 2_000, 429, false);
        assertThat(percentAfter()).isEqualTo(100);
        respond(none, 100, 1, 503, false);
        assertThat(percentAfter()).isEqualTo(100);
    }

    @Test
    void ended_severalTimes_isOneResponse() {
        RequestDecisions decisions = request(api);
        responses.began(decisions);
        clock.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 40; i++) {
            responses.ended(decisions, 404, false);
            responses.began(decisions);
        }
        assertThat(percentAfter()).isEqualTo(100);
        assertThat(engine.peek("api", ALICE).level()).isZero();
    }

    @Test
    void ended_rejections_raiseTheLevelOfTheKey() {
        respond(api, 19, 1, 401, false);
        assertThat(engine.peek("api", ALICE).level()).isZero();
        respond(api, 1, 1, 404, false);
        assertThat(engine.peek("api", ALICE).level()).isOne();
    }

    @Test
    void began_noPolicyAdaptive_observesNothing() {
        rules.clear();
        assertThat(responses.areNeeded()).isFalse();
        respond(api, 20, 2_000, 500, false);
        rules.put("api", new AdaptiveRule(1_000, 500, 50));
        assertThat(percentAfter()).isEqualTo(100);
    }

    @Test
    void arrived_endpoint_isWatchedUntilTheEnd() {
        RequestDecisions decisions = request(api);
        AppliedPolicy first = applied(Optional.empty());
        AppliedPolicy second = applied(Optional.of("/api/orders/**"));
        FakeRequest request = new FakeRequest().to("GET", "/api/orders/17");
        watched.arrived(decisions, request, List.of(first, second, applied(Optional.of("/api/**"))));
        watched.arrived(decisions, new FakeRequest().to("GET", "/another"), List.of());
        clock.advance(Duration.ofMillis(300));
        watched.ended(decisions, 200, false);
        watched.unobserved(decisions);
        assertThat(monitor.report(RequestMonitor.Order.SLOW)).singleElement().satisfies(each -> {
            assertThat(each.endpoint()).isEqualTo("GET /api/orders/**");
            assertThat(each.count()).isEqualTo(1);
            assertThat(each.p50()).isBetween(0.29, 0.33);
        });
    }

    @Test
    void answered_byWeirItself_isWatched() {
        RequestDecisions decisions = request(none);
        watched.arrived(decisions, new FakeRequest(), List.of(applied(Optional.of("/api"))));
        watched.answered(decisions, 429);
        assertThat(monitor.report(RequestMonitor.Order.SLOW))
                .singleElement()
                .satisfies(each -> assertThat(each.statuses()).containsEntry("4xx", 1L));
    }

    @Test
    void ended_stream_hasNoTime() {
        RequestDecisions decisions = request(api);
        watched.arrived(decisions, new FakeRequest(), List.of());
        clock.advance(Duration.ofMinutes(3));
        watched.ended(decisions, 200, true);
        RequestDecisions gone = request(api);
        watched.arrived(gone, new FakeRequest(), List.of());
        watched.unobserved(gone);
        assertThat(monitor.report(RequestMonitor.Order.SLOW))
                .extracting(each -> each.endpoint() + " " + each.slow() + " " + each.statuses())
                .containsExactly("GET /api 0 {2xx=1, 4xx=0, 5xx=0, unknown=1}");
    }

    @Test
    void noMonitor_nothingIsNeeded() {
        rules.clear();
        RequestDecisions decisions = request(api);
        responses.arrived(decisions, new FakeRequest(), List.of());
        assertThat(decisions.observed()).isEmpty();
        assertThat(responses.areNeeded()).isFalse();
        assertThat(watched.areNeeded()).isTrue();
    }

    private AppliedPolicy applied(Optional<String> pattern) {
        PolicySettings settings = MapSource.of("policies", "api", "policy.api.limit", "5/1m")
                .read()
                .policies()
                .get("api");
        return new AppliedPolicy(settings, 1, pattern.map(PathPattern::parse));
    }
}
