package dev.weir.http;

import dev.weir.adaptive.Adaptation;
import dev.weir.engine.Engine;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.match.PathPattern;
import dev.weir.monitor.request.ObservedRequest;
import dev.weir.monitor.request.RequestMonitor;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells adaptive policies how the application answers: how long it takes, how often it fails, and whom it turns away. A
 * response of Weir's own is none of the application. Tells the monitor of all responses, also of those. Safe for use by
 * many threads.
 */
public final class ObservedResponses {

    private static final int UNKNOWN = 0;

    private final Adaptation adaptation;
    private final Engine engine;
    private final Optional<RequestMonitor> monitor;
    private final LongSupplier nanoTime;
    private final OncePerMinuteLog problems;

    /**
     * Nothing was observed so far.
     *
     * @param monitor watches all responses; empty if that is turned off
     * @param problems logs unexpected errors
     */
    public ObservedResponses(
            Adaptation adaptation,
            Engine engine,
            Optional<RequestMonitor> monitor,
            LongSupplier nanoTime,
            OncePerMinuteLog problems) {
        this.adaptation = adaptation;
        this.engine = engine;
        this.monitor = monitor;
        this.nanoTime = nanoTime;
        this.problems = problems;
    }

    /** Whether any policy is adaptive, or there is a monitor: otherwise no response needs to be observed. */
    public boolean areNeeded() {
        return monitor.isPresent() || !adaptation.isOff();
    }

    /** Whether there is a monitor, which wants to know the endpoint of a request. */
    public boolean areMonitored() {
        return monitor.isPresent();
    }

    /** A request has arrived to which {@code applied} apply; nothing is decided yet. */
    public void arrived(RequestDecisions requestDecisions, RequestView request, List<AppliedPolicy> applied) {
        if (monitor.isPresent() && requestDecisions.observed().isEmpty()) {
            Optional<String> pattern = Optional.empty();
            for (int i = 0; i < applied.size() && pattern.isEmpty(); i++) {
                pattern = applied.get(i).pattern().map(PathPattern::toString);
            }
            requestDecisions.observe(monitor.get().begin(request.method(), request.path(), pattern));
        }
    }

    /** Weir has answered a request itself, with {@code status}, before the application got it. Never throws. */
    public void answered(RequestDecisions requestDecisions, int status) {
        monitored(requestDecisions, status, true);
    }

    private void monitored(RequestDecisions requestDecisions, int status, boolean timed) {
        try {
            if (monitor.isPresent() && requestDecisions.observed().isPresent()) {
                ObservedRequest request = requestDecisions.observed().get();
                if (timed) {
                    monitor.get().ended(request, status);
                } else {
                    monitor.get().endedUntimed(request, status);
                }
            }
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("cannot watch a response", e);
        }
    }

    /** A request is passed to the application. */
    public void began(RequestDecisions requestDecisions) {
        if (!adaptation.isOff() && requestDecisions.responseTime().begin(nanoTime.getAsLong())) {
            adaptation.began();
        }
    }

    /**
     * The response has ended with {@code status}. Never throws.
     *
     * @param isStream whether the response is meant to go on, as events of a server do: its duration is no sign of load
     */
    public void ended(RequestDecisions requestDecisions, int status, boolean isStream) {
        monitored(requestDecisions, status, !isStream);
        try {
            requestDecisions.responseTime().end(nanoTime.getAsLong()).ifPresent(millis -> {
                if (requestDecisions.refusals().isEmpty()) {
                    adaptation.ended(isStream ? 0 : millis, status);
                    engine.answered(requestDecisions.decisions(), status);
                } else {
                    adaptation.unobserved();
                }
            });
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("cannot observe a response", e);
        }
    }

    /** The response has ended in a way that tells nothing of the application: its client had gone. Never throws. */
    public void unobserved(RequestDecisions requestDecisions) {
        monitored(requestDecisions, UNKNOWN, false);
        try {
            requestDecisions.responseTime().end(nanoTime.getAsLong()).ifPresent(millis -> adaptation.unobserved());
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("cannot observe a response", e);
        }
    }
}
