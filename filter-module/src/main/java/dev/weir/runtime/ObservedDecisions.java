package dev.weir.runtime;

import dev.weir.Source;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.PolicyDecision;
import dev.weir.monitor.DecisionWatch;
import dev.weir.monitor.Monitor;
import java.util.List;

/** Tells both the metrics and the monitor of decisions. Only used where there is a monitor. Safe for many threads. */
final class ObservedDecisions implements DecisionListener {

    private final DecisionListener metrics;
    private final Monitor monitor;
    private final DecisionWatch watch;

    ObservedDecisions(DecisionListener metrics, Monitor monitor) {
        this.metrics = metrics;
        this.monitor = monitor;
        this.watch = monitor.watch();
    }

    @Override
    public void decided(PolicyDecision decision) {
        metrics.decided(decision);
        watch.decided(decision);
    }

    /** Metrics count the request once for each policy; each key of it is used. */
    @Override
    public void decided(List<PolicyDecision> decisions) {
        metrics.decided(decisions);
        for (int i = 0; i < decisions.size(); i++) {
            watch.decided(decisions.get(i));
        }
    }

    @Override
    public void refused(String policy, Source source) {
        metrics.refused(policy, source);
    }

    @Override
    public void exempt(String policy) {
        metrics.exempt(policy);
    }

    @Override
    public void changed(PolicyDecision decision) {
        metrics.changed(decision);
        monitor.changed(decision);
    }

    @Override
    public void fellBack(PolicyDecision decision) {
        metrics.fellBack(decision);
    }

    @Override
    public long begin() {
        return metrics.begin();
    }

    @Override
    public void took(long beganNanos, long waitedNanos) {
        metrics.took(beganNanos, waitedNanos);
    }
}
