package dev.weir.http;

import dev.weir.engine.PolicyDecision;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * What Weir has decided for one request so far. It travels with the request from the filter to the resource and the beans
 * behind it, so that a policy is charged once whoever sees the request first. Safe for use by many threads.
 */
public final class RequestDecisions {

    private final WaitBudget budget;
    private final ReentrantLock deciding = new ReentrantLock();
    private final Map<String, PolicyDecision> decisions = new LinkedHashMap<>();
    private boolean exempt;
    private BiConsumer<String, String> fields = (name, value) -> {};

    /** An exchange of a request that can wait with {@code budget} for the cluster, over all its policies. */
    public RequestDecisions(WaitBudget budget) {
        this.budget = budget;
    }

    /** Says where header fields go, as name and value; later values replace earlier ones. */
    public synchronized void writeFieldsTo(BiConsumer<String, String> fields) {
        this.fields = fields;
    }

    /**
     * Held while somebody decides, which can mean to wait for the cluster: not a monitor, because a virtual thread that
     * waits inside one keeps its carrier thread before Java 24.
     */
    Lock deciding() {
        return deciding;
    }

    WaitBudget budget() {
        return budget;
    }

    /** What was decided when the request asked for permits of {@code policy}; empty if it has not, or they were given back. */
    synchronized Optional<PolicyDecision> decisionOf(String policy) {
        return Optional.ofNullable(decisions.get(policy)).filter(PolicyDecision::acquired);
    }

    /** The decisions that refused. */
    synchronized List<PolicyDecision> refusals() {
        return decisions.values().stream()
                .filter(each -> each.acquired() && !each.allowed())
                .toList();
    }

    synchronized List<PolicyDecision> decisions() {
        return new ArrayList<>(decisions.values());
    }

    /**
     * What the request was charged, to be given back. It counts as given back from now on: what fails on the way stays
     * charged, and is never given back twice.
     */
    synchronized List<PolicyDecision> takeCharged() {
        List<PolicyDecision> charged = new ArrayList<>();
        for (Map.Entry<String, PolicyDecision> each : decisions.entrySet()) {
            PolicyDecision decision = each.getValue();
            if (decision.isCharged()) {
                charged.add(decision);
                each.setValue(new PolicyDecision(decision.charge(), decision.answer(), false));
            }
        }
        return charged;
    }

    synchronized void record(List<PolicyDecision> decided) {
        for (PolicyDecision decision : decided) {
            decisions.put(decision.policy(), decision);
        }
    }

    /** What is thrown is thrown by the response: a wrapper of the application, or a container that refuses a field. */
    synchronized void write(Map<String, String> values) {
        values.forEach(fields);
    }

    synchronized boolean isExempt() {
        return exempt;
    }

    synchronized void setExempt() {
        this.exempt = true;
    }
}
