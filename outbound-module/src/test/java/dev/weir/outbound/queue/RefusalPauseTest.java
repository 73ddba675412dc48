package dev.weir.outbound.queue;

import static dev.weir.outbound.queue.SimulatedCluster.KIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.outbound.Permit;
import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.remote.Fields;
import dev.weir.outbound.remote.LimitedWhen;
import dev.weir.outbound.remote.RemoteAnswer;
import dev.weir.outbound.retry.AttemptJudge;
import dev.weir.outbound.retry.AttemptListener;
import dev.weir.outbound.retry.CallLoop;
import dev.weir.outbound.retry.CallOptions;
import dev.weir.outbound.retry.Judgement;
import dev.weir.outbound.retry.PermitGate;
import dev.weir.outbound.retry.RetryBudget;
import dev.weir.outbound.retry.RetryDecision;
import dev.weir.outbound.retry.RetryRules;
import dev.weir.outbound.settings.OutboundSettings;
import dev.weir.outbound.settings.OutboundSettingsReader;
import dev.weir.outbound.settings.ThrottleSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long lines pause, and a call waits, after a refusal that names no time: case 15, with the real queue. */
class RefusalPauseTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final SimulatedCluster cluster = SimulatedCluster.kis(1).watching(true);
    private final List<Long> sentMillis = new ArrayList<>();
    private String retryAfter = "";
    private boolean refused;

    private CallLoop loop(SimulatedCluster.Instance instance) {
        OutboundSettings settings =
                OutboundSettingsReader.read(Map.of("kis.retries", "5"), Set.of("kis"), (property, rule, value) -> {});
        ThrottleSettings kis = settings.throttles().get("kis");
        RetryBudget budget = new RetryBudget(kis.retry().budget(), instance.name, cluster.time);
        return new CallLoop(
                "kis",
                new AttemptJudge(kis.limitedWhen(), kis.retry().on(), cluster.time),
                new RetryRules(kis.retry(), budget, RandomGenerator.of("L64X128MixRandom")),
                new Gate(instance.queue),
                new Told(instance.queue),
                new CallLoop.Waiting(
                        (delay, task) -> cluster.time.at(cluster.time.nanoTime() + delay.toNanos(), task)::cancel,
                        cluster.time::nanoTime,
                        Runnable::run));
    }

    private record Gate(ThrottleQueue queue) implements PermitGate {
        @Override
        public Permit acquire(Duration maxWait) throws InterruptedException {
            return PermitWait.await(acquireAsync(maxWait));
        }

        @Override
        public CompletableFuture<Permit> acquireAsync(Duration maxWait) {
            return queue.acquire(List.of(KIS), 1, 0, maxWait);
        }
    }

    private record Told(ThrottleQueue queue) implements AttemptListener {
        @Override
        public void attempted(Judgement judgement, long nanos) {}

        @Override
        public void answered(RemoteAnswer answer) {
            if (answer.limited()) {
                queue.remoteRefused(KIS, answer.waitBeforeRetry());
            }
        }

        @Override
        public void backsOff(Duration delay) {}

        @Override
        public void gaveUp(RetryDecision.Reason reason) {}
    }

    /** The remote answers at once: it refuses the first, and takes what comes then. */
    private CompletableFuture<String> send() {
        sentMillis.add(cluster.time.millis());
        if (refused) {
            return CompletableFuture.completedFuture("done");
        }
        refused = true;
        RemoteAnswer answer = RemoteAnswer.read(
                new LimitedWhen(List.of(), 1),
                429,
                Fields.of(Map.of("Retry-After", List.of(retryAfter))),
                Optional.empty(),
                cluster.time.instant());
        return CompletableFuture.failedFuture(new RemoteLimitException("kis", answer.waitBeforeRetry(), 1));
    }

    private List<Long> gapsOf(int calls, SimulatedCluster.Instance instance) {
        CallLoop loop = loop(instance);
        for (int i = 0; i < calls; i++) {
            var unused = loop.callAsync(this::send, CallOptions.waiting(LONG));
        }
        cluster.time.runUntilMillis(5_000);
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < sentMillis.size(); i++) {
            gaps.add(sentMillis.get(i) - sentMillis.get(i - 1));
        }
        return gaps;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"})
    void call_refusedWithAWaitThatIsNotBelieved_isRepeatedAfterItsBackOff(String value) {
        retryAfter = value;
        List<Long> gaps = gapsOf(1, cluster.instance("a", 0.5));
        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0)).isBetween(50L, 255L);
    }

    @Test
    void call_refusedInALineOfAMinute_noInstancePausesForAMinute() {
        cluster.policy("kis", new Limit(100, Duration.ofMinutes(1)));
        SimulatedCluster.Instance one = cluster.instance("a", 0.5);
        SimulatedCluster.Instance other = cluster.instance("b", 0.5);
        one.queue.remoteRefused(KIS, Optional.empty());
        cluster.time.runUntilMillis(49);
        other.calls(1, LONG);
        one.calls(1, LONG);
        cluster.time.runUntilMillis(50);
        assertThat(cluster.remote.arrivals()).isEmpty();
        cluster.time.runUntilMillis(300);
        assertThat(cluster.remote.arrivals()).hasSize(2);
        // but the rate is halved
        assertThat(one.queue.pace("kis").permille()).isEqualTo(500);
        assertThat(other.queue.pace("kis").permille()).isEqualTo(500);
    }

    @Test
    void call_refusedInAVeryShortWindow_pausesNoLongerThanThat() {
        cluster.policy("kis", new Limit(5, Duration.ofMillis(20)));
        SimulatedCluster.Instance one = cluster.instance("a", 0.5);
        one.queue.remoteRefused(KIS, Optional.empty());
        one.calls(1, LONG);
        cluster.time.runUntilMillis(30);
        assertThat(cluster.remote.arrivals()).hasSize(1);
    }
}
