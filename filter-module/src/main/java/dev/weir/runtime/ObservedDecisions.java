package dev.weir.runtime;

import dev.weir.Source;
import dev.weir.core.Policy;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.PolicyDecision;
import dev.weir.engine.PolicyListener;
import dev.weir.monitor.Monitor;
import java.util.List;

/**
 * Tells the monitor of what operators have changed; of decisions the metrics tell it. Only used where there is a
 * monitor. Safe for many threads.
 */
final class ObservedDecisions implements DecisionListener {

    private final DecisionListener metrics;
    private final Monitor monitor;

    ObservedDecisions(DecisionListener metrics, Monitor monitor) {
        this.metrics = metrics;
        this.monitor = monitor;
    }

    @Override
    public PolicyListener of(Policy policy) {
        return metrics.of(policy);
    }

    @Override
    public void decided(PolicyDecision decision) {
        metrics.decided(decision);
    }

    @Override
    public void decided(List<PolicyDecision> decisions) {
        metrics.decided(decisions);
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
