package dev.weir.store.gate;

import dev.weir.log.OncePerMinuteLog;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gates that have to be visited once a second: they have a debt to pay or a lease to give back, or their usage is
 * measured. Safe for use by many threads.
 *
 * <p>Separate from the table of all gates: an evicted gate can still have an operation in flight when the next one of
 * its key begins.
 */
public final class PendingSettlements {

    private static final System.Logger LOG = System.getLogger(PendingSettlements.class.getName());

    private final Set<Gate> gates = ConcurrentHashMap.newKeySet();
    private final OncePerMinuteLog losses;

    /** Without any gate. */
    public PendingSettlements(InstantSource clock) {
        this.losses = new OncePerMinuteLog(LOG, clock);
    }

    void add(Gate gate) {
        gates.add(gate);
    }

    void remove(Gate gate) {
        gates.remove(gate);
    }

    /** {@code gate} was evicted: its lease is returned, its debt is lost, or a flood of keys would fill the memory. */
    public void evicted(Gate gate) {
        boolean settles = gates.remove(gate) && gate.settlement().isUnsettled();
        if (settles && !gate.settlement().owes()) {
            gate.outside().returnLease();
        } else if (settles) {
            losses.warn(
                    "a counter is not settled with the cluster",
                    new IllegalStateException("more keys than ratelimit.local.max-keys and half as many again"));
        }
    }

    /** All of them; the view reflects later changes. */
    public Collection<Gate> all() {
        return Collections.unmodifiableSet(gates);
    }
}
