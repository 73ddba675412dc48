package dev.weir.http;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.engine.Charge;
import dev.weir.engine.Concurrency;
import dev.weir.engine.OtherRefusal;
import dev.weir.engine.PolicyDecision;
import dev.weir.monitor.request.ObservedRequest;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The slots that are or were in use; guarded by {@link #deciding}. */
    private final Map<CounterId, SharedSlot> slots = new HashMap<>(0);

    private final HeldSlots untilTheResponseEnds = HeldSlots.ofResponse();
    private final LoginAttempts logins = new LoginAttempts();
    private final ResponseTime responseTime = new ResponseTime();
    private volatile Optional<ObservedRequest> observed = Optional.empty();
    private boolean exempt;
    /** The policies that were passed over because of that. */
    private final Set<String> passedOver = new HashSet<>(0);

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

    /** The request as the monitor sees it; empty if it does not. */
    public Optional<ObservedRequest> observed() {
        return observed;
    }

    void observe(ObservedRequest request) {
        observed = Optional.of(request);
    }

    /** The time that the application takes to answer. */
    ResponseTime responseTime() {
        return responseTime;
    }

    /** The slots that are held until the response ends. */
    HeldSlots untilTheResponseEnds() {
        return untilTheResponseEnds;
    }

    /** Of the charges that {@code policy} made before, those that need a slot that {@code until} does not hold. */
    synchronized List<Charge> withoutSlot(String policy, HeldSlots until) {
        return requested(policy)
                .map(PolicyDecision::charge)
                .filter(each -> Concurrency.limits(each) && !until.has(each.counter()))
                .toList();
    }

    /**
     * Whether {@code until} holds the slot of {@code counter} from now on that another part of the request uses. The
     * caller has the lock of the decision.
     */
    boolean join(CounterId counter, HeldSlots until) {
        SharedSlot used = slots.get(counter);
        if (used == null || !used.join()) {
            return false;
        }
        until.hold(counter, used);
        return true;
    }

    /** {@code until} holds {@code taken}, which other parts of the request can join. The caller has the lock. */
    void hold(Map<CounterId, Slots.Slot> taken, HeldSlots until) {
        taken.forEach((counter, slot) -> {
            SharedSlot shared = new SharedSlot(slot);
            slots.put(counter, shared);
            until.hold(counter, shared);
        });
    }

    /** What the request tries to log in as. */
    LoginAttempts logins() {
        return logins;
    }

    /**
     * The decisions when the request requested permits of {@code policy}, or what refused it besides; none if there are
     * none, or if all permits were refunded.
     */
    synchronized List<Decision> decisionsOf(String policy) {
        Decision other = others.isEmpty() ? null : others.get(policy);
        return other != null
                ? List.of(other)
                : requested(policy).<Decision>map(each -> each).toList();
    }

    private Stream<PolicyDecision> requested(String policy) {
        return decisions.values().stream().filter(each -> each.policy().equals(policy) && each.acquired());
    }

    /** Whether permits of {@code policy} were requested for one of {@code keys}, which are canonical. */
    synchronized boolean haveCounted(String policy, Set<Key> keys) {
        return requested(policy)
                .anyMatch(each -> keys.contains(each.charge().counter().key()));
    }

    /** The decisions that refused. */
    synchronized List<Decision> refusals() {
        return Stream.concat(
                        decisions.values().stream().filter(each -> each.acquired() && !each.allowed()),
                        others.values().stream())
                .toList();
    }

    /** The request is refused by {@code refusals}, for which nothing was charged. */
    synchronized void refuse(List<OtherRefusal> refusals) {
        refusals.forEach(each -> others.put(each.ofPolicy(), each));
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

    /** Marks {@code policy} as one that the request is exempt from. Returns whether it was not marked before. */
    synchronized boolean passOver(String policy) {
        return passedOver.add(policy);
    }
}
