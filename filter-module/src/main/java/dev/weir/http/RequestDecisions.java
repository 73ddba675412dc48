package dev.weir.http;

import dev.weir.Decision;
import dev.weir.config.PolicySettings;
import dev.weir.engine.PolicyDecision;
import dev.weir.store.CounterId;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The decisions of Weir about one request so far. They travel with the request from the filter to the resource and the
 * beans behind it, so that each policy is charged once, by whichever adapter comes first. Safe for use by many threads.
 */
public final class RequestDecisions {

    private final WaitBudget budget;
    private final ReentrantLock deciding = new ReentrantLock();
    /** A policy that counts logins can have several. */
    private final Map<CounterId, PolicyDecision> decisions = new LinkedHashMap<>();
    /** What refused the request besides, by the name of its policy. */
    private final Map<String, Decision> others = new LinkedHashMap<>();

    private final LoginAttempts logins = new LoginAttempts();
    private boolean exempt;
    private BiConsumer<String, String> fields = (name, value) -> {};

    /**
     * Creates the decisions of a request, none so far, that can wait for the cluster within {@code budget}, over all
     * its policies.
     */
    public RequestDecisions(WaitBudget budget) {
        this.budget = budget;
    }

    /** Sets the target of header fields, which gets name and value; later values replace earlier ones. */
    public synchronized void writeFieldsTo(BiConsumer<String, String> fields) {
        this.fields = fields;
    }

    /**
     * The lock that is held during a decision, which can wait for the cluster. It is no monitor, because a virtual
     * thread that waits inside a monitor pins its carrier thread before Java 24.
     */
    Lock deciding() {
        return deciding;
    }

    WaitBudget budget() {
        return budget;
    }

    /** What the request tries to log in as. */
    LoginAttempts logins() {
        return logins;
    }

    /**
     * The decisions when the request requested permits of {@code policy}, or what refused its principal; none if there
     * are none, or if all permits were refunded.
     */
    synchronized List<Decision> decisionsOf(String policy) {
        Decision other = others.isEmpty() ? null : others.get(policy + PolicySettings.MEMBERS);
        return other != null
                ? List.of(other)
                : decisions.values().stream()
                        .filter(each -> each.policy().equals(policy) && each.acquired())
                        .<Decision>map(each -> each)
                        .toList();
    }

    /** The decisions that refused. */
    synchronized List<Decision> refusals() {
        return Stream.concat(
                        decisions.values().stream().filter(each -> each.acquired() && !each.allowed()),
                        others.values().stream())
                .toList();
    }

    /** The request is refused by {@code refusals}, for which nothing was charged. */
    synchronized void refuse(List<Decision> refusals) {
        refusals.forEach(each -> others.put(each.policy(), each));
    }

    synchronized List<PolicyDecision> decisions() {
        return new ArrayList<>(decisions.values());
    }

    /**
     * Returns the {@code chosen} charges of the request, to be refunded. They count as refunded from now on: a refund
     * that fails is not repeated, so that nothing is ever refunded twice.
     */
    synchronized List<PolicyDecision> takeCharged(Predicate<PolicyDecision> chosen) {
        List<PolicyDecision> charged = new ArrayList<>();
        for (Map.Entry<CounterId, PolicyDecision> each : decisions.entrySet()) {
            PolicyDecision decision = each.getValue();
            if (decision.isCharged() && chosen.test(decision)) {
                charged.add(decision);
                each.setValue(new PolicyDecision(decision.charge(), decision.answer(), false));
            }
        }
        return charged;
    }

    /** Records what was decided anew: it takes the place of all that was decided of the same policies before. */
    synchronized void record(List<PolicyDecision> decided) {
        Set<String> policies = decided.stream().map(PolicyDecision::policy).collect(Collectors.toSet());
        decisions.values().removeIf(each -> policies.contains(each.policy()));
        update(decided);
    }

    /** Records what has become of decisions that were recorded before. */
    synchronized void update(List<PolicyDecision> decided) {
        for (PolicyDecision decision : decided) {
            decisions.put(decision.charge().counter(), decision);
        }
    }

    /**
     * Writes header fields. Exceptions come from the response: from a wrapper of the application, or from a container
     * that refuses a field.
     */
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
