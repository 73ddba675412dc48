package dev.weir.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.config.Monitoring;
import dev.weir.core.Algorithm;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.engine.Charge;
import dev.weir.engine.PolicyDecision;
import dev.weir.metrics.MeasurementsFixture;
import dev.weir.monitor.request.RecentRequests;
import dev.weir.store.StoreResult;
import dev.weir.store.StoreStatistics;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each threshold: not exceeded at it, exceeded above. */
class HealthMonitorTest {

    private static final Monitoring.Thresholds THRESHOLDS =
            new Monitoring.Thresholds(500, 100, 5_000, 8_000, 8_000, 60_000, 2_000, 500, 5_000);

    private final MeasurementsFixture fixture = new MeasurementsFixture();
    private int heap = 8_000;
    private RecentRequests requests = RecentRequests.NONE;
    private final HealthMonitor monitor =
            new HealthMonitor(THRESHOLDS, fixture.measurements, () -> requests, () -> heap, fixture.clock);

    private Health tick() {
        fixture.measurements.tick();
        monitor.tick();
        return monitor.latest();
    }

    private void assertDegraded(String why) {
        Health health = tick();
        assertThat(health.level()).isEqualTo(Health.Level.DEGRADED);
        assertThat(health.why()).containsExactly(why);
    }

    private void assertHealthy() {
        Health health = tick();
        assertThat(health.why()).isEmpty();
        assertThat(health.level()).isEqualTo(Health.Level.HEALTHY);
    }

    @Test
    void storeErrors_ofTwentyOperations_moreThanOne() {
        fixture.operate(19, 1);
        assertHealthy();
        fixture.operate(18, 2);
        assertDegraded("ratelimit.health.store-errors: exceeded, is 8%");
        for (int i = 0; i < 10; i++) {
            tick();
        }
        assertHealthy();
    }

    @Test
    void storeErrors_ofFewOperations_meanLittle() {
        fixture.operate(0, 19);
        assertHealthy();
    }

    @Test
    void refused_moreThanHalf() {
        fixture.decide(15, 15);
        assertHealthy();
        fixture.decide(0, 1);
        assertDegraded("ratelimit.health.refused: exceeded, is 52%");
    }

    @Test
    void decisions_slow() {
        fixture.measurements.listener().took(0, TimeUnit.MILLISECONDS.toNanos(99));
        assertHealthy();
        fixture.measurements.listener().took(0, TimeUnit.MILLISECONDS.toNanos(250));
        Health health = tick();
        assertThat(health.level()).isEqualTo(Health.Level.DEGRADED);
        assertThat(health.why()).singleElement().asString().startsWith("ratelimit.health.decision-p99: exceeded, is 2");
    }

    @Test
    void keys_moreThanFourFifths() {
        fixture.store = MeasurementsFixture.statistics(true, 0, 80, 0);
        assertHealthy();
        fixture.store = MeasurementsFixture.statistics(true, 0, 81, 0);
        assertDegraded("ratelimit.health.keys: exceeded, is 81%");
    }

    @Test
    void heap_moreThanFourFifths() {
        assertHealthy();
        heap = 8_100;
        assertDegraded("ratelimit.health.heap: exceeded, is 81%");
    }

    @Test
    void endpoint_slow_isNamed() {
        requests = recent(20, 0, 10, 2_000);
        assertHealthy();
        requests = recent(20, 0, 10, 2_001);
        assertDegraded("ratelimit.health.endpoint-p99: exceeded, is 2001ms for GET /a");
    }

    @Test
    void responses_errors_moreThanOneOfTwenty() {
        requests = recent(20, 1, 10, 10);
        assertHealthy();
        requests = recent(19, 19, 10, 10);
        assertHealthy();
        requests = recent(20, 2, 10, 10);
        assertDegraded("ratelimit.health.response-errors: exceeded, is 10%");
    }

    @Test
    void responses_slow_moreThanFiveSeconds() {
        requests = recent(20, 0, 5_000, 10);
        assertHealthy();
        requests = recent(20, 0, 5_001, 10);
        assertDegraded("ratelimit.health.response-p99: exceeded, is 5001ms");
        requests = recent(19, 0, 5_001, 10);
        assertHealthy();
    }

    private static RecentRequests recent(long all, long errors, long p99Millis, long slowestMillis) {
        return new RecentRequests(
                all, errors, p99Millis, Optional.of(new RecentRequests.Slowest("GET /a", slowestMillis)));
    }

    @Test
    void silentMember_isNamed() {
        fixture.store = MeasurementsFixture.statistics(true, 1, 10, 0);
        assertDegraded("1 of 2 members do not answer");
    }

    @Test
    void alone_sinceThen() {
        Instant start = fixture.clock.instant();
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(tick().since()).isEqualTo(start);
        fixture.store = MeasurementsFixture.statistics(false, 0, 10, 0);
        Instant alone = fixture.clock.instant();
        assertDegraded("this instance counts alone");
        fixture.clock.advance(Duration.ofMinutes(1));
        Health health = tick();
        assertThat(health.mode()).isEqualTo(Health.Mode.LOCAL);
        assertThat(health.since()).isEqualTo(alone);
    }

    @Test
    void alone_asConfigured_isHealthy() {
        fixture.store = StoreStatistics.alone(10, 100, 0, 0);
        assertHealthy();
        assertThat(monitor.latest().mode()).isEqualTo(Health.Mode.LOCAL);
    }

    @Test
    void persistence_behind_isUnhealthy() {
        fixture.store = MeasurementsFixture.statistics(true, 0, 10, 60_000);
        assertHealthy();
        fixture.store = MeasurementsFixture.statistics(true, 0, 10, 61_000);
        Health health = tick();
        assertThat(health.level()).isEqualTo(Health.Level.UNHEALTHY);
        assertThat(health.why()).containsExactly("ratelimit.health.persistence-lag: exceeded, is 61s");
    }

    @Test
    void ownError_isUnhealthyForTenSeconds() {
        Policy policy = Policy.of("api", Algorithm.SLIDING_WINDOW, LimitReader.readAll("5/1m"))
                .withFallback(Fallback.CLOSED);
        fixture.measurements
                .listener()
                .fellBack(new PolicyDecision(
                        new Charge(policy, Key.global(), 1), new StoreResult.Undecided(false), true));
        for (int i = 0; i < 10; i++) {
            assertThat(tick().level()).isEqualTo(Health.Level.UNHEALTHY);
        }
        assertHealthy();
    }
}
