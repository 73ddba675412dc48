package dev.weir.outbound.runtime;

import dev.weir.Limit;
import dev.weir.NearLimit;
import dev.weir.outbound.RemoteLimited;
import dev.weir.outbound.ThrottlePaused;
import dev.weir.outbound.queue.ThrottleQueue;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.QueueListener;
import dev.weir.outbound.remote.RemoteAnswer;
import dev.weir.outbound.retry.AttemptListener;
import dev.weir.outbound.retry.Judgement;
import dev.weir.outbound.retry.RetryDecision;
import dev.weir.outbound.statistics.Outcome;
import dev.weir.outbound.statistics.ThrottleListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Passes on what happens to calls: to the statistics, to the observers of the application, to the log, and to the line,
 * where the other side has said something of its limits. Safe for use by many threads.
 *
 * @param events fires events to observers
 * @param nearMillis for each policy, from when on it is logged again that it is near its limit
 */
record Happenings(
        ThrottleListener statistics, Consumer<Object> events, InstantSource clock, Map<String, AtomicLong> nearMillis)
        implements QueueListener {

    /** The longest pause, of the application as of the other side. */
    static final Duration LONGEST_PAUSE = Duration.ofHours(24);

    private static final System.Logger LOG = System.getLogger("dev.weir.outbound");
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

    Happenings(ThrottleListener statistics, Consumer<Object> events, InstantSource clock) {
        this(statistics, events, clock, new ConcurrentHashMap<>());
    }

    @Override
    public void granted(LineId line, long nanos) {
        statistics.waited(line.policy(), nanos);
    }

    @Override
    public void returned(LineId line) {
        statistics.returned(line.policy());
    }

    /** Told once a window, which is logged once a minute: a limit can be used in full for hours. */
    @Override
    public void near(LineId line, Limit limit, long remaining) {
        Instant now = clock.instant();
        AtomicLong due = nearMillis.computeIfAbsent(line.policy(), policy -> new AtomicLong());
        long dueMillis = due.get();
        if (now.toEpochMilli() >= dueMillis && due.compareAndSet(dueMillis, now.toEpochMilli() + MINUTE)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "calls of policy \"{0}\" are near their limit {1}, remaining: {2}",
                    line.policy(),
                    limit,
                    remaining);
        }
        fire(new NearLimit(line.policy(), line.key(), limit, remaining, now));
    }

    @Override
    public void paused(LineId line, Duration pause) {
        statistics.paused(line.policy(), pause);
        Instant now = clock.instant();
        LOG.log(
                System.Logger.Level.WARNING,
                "calls of policy \"{0}\" are paused on all instances for {1}",
                line.policy(),
                pause);
        fire(new ThrottlePaused(line.policy(), now.plus(pause), now));
    }

    @Override
    public void rated(LineId line, int before, int permille) {
        if (permille < before) {
            statistics.tightened(line.policy(), permille / 1000.0);
        }
        LOG.log(
                System.Logger.Level.DEBUG,
                "calls of policy \"{0}\" use {1} thousandths of their rate",
                line.policy(),
                permille);
    }

    /** What is told of the attempts of calls in {@code lines}; the first is that of the policy which reads answers. */
    AttemptListener attempts(List<LineId> lines, ThrottleQueue queue) {
        LineId line = lines.get(0);
        return new AttemptListener() {
            @Override
            public void attempted(Judgement judgement, long nanos) {
                lines.forEach(each -> statistics.called(each.policy(), sent(judgement), nanos));
            }

            @Override
            public void answered(RemoteAnswer answer) {
                heard(answer, line, queue);
            }

            @Override
            public void backsOff(Duration delay) {
                lines.forEach(each -> {
                    statistics.retried(each.policy());
                    statistics.backedOff(each.policy(), delay);
                });
            }

            @Override
            public void gaveUp(RetryDecision.Reason reason) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "a call of policy \"{0}\" is not repeated: {1}",
                        line.policy(),
                        reason);
            }
        };
    }

    /** The other side has answered. */
    void heard(RemoteAnswer answer, LineId line, ThrottleQueue queue) {
        if (answer.limited()) {
            statistics.remoteRefused(line.policy(), answer.retryAfter().orElse(Duration.ZERO));
            queue.remoteRefused(line, answer.waitBeforeRetry().map(Happenings::bounded));
            fire(new RemoteLimited(line.policy(), answer.waitBeforeRetry(), clock.instant()));
        } else {
            answer.exhaustedFor().ifPresent(wait -> queue.exhausted(line, bounded(wait)));
        }
    }

    /** An observer, or a container that has ended, must not harm the call. */
    private void fire(Object event) {
        try {
            events.accept(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "an event could not be fired", e);
        }
    }

    /** What the other side says must not stop all calls for good. */
    private static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE;
    }

    private static Outcome.Sent sent(Judgement judgement) {
        return switch (judgement.kind()) {
            case SUCCESS -> Outcome.Answer.SUCCESS;
            case LIMITED -> Outcome.Answer.LIMITED;
            case STATUS, IO, FAILURE -> new Outcome.Failed(judgement.error());
        };
    }
}
