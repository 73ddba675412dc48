package dev.weir.store;

import dev.weir.log.RareLog;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gates that have something to settle with the grid, a debt to pay or a lease to give back, and those of which it is measured
 * how often they are asked for. Safe for use by many threads.
 *
 * <p>Not the {@link KeyTable}'s: a gate that had to make room there can still have an operation in flight when another of its
 * name begins.
 */
final class Unsettled {

    private static final System.Logger LOG = System.getLogger(Unsettled.class.getName());

    private final Set<Gate> gates = ConcurrentHashMap.newKeySet();
    private final RareLog losses;

    Unsettled(InstantSource clock) {
        this.losses = new RareLog(LOG, clock);
    }

    void add(Gate gate) {
        gates.add(gate);
    }

    void remove(Gate gate) {
        gates.remove(gate);
    }

    /** {@code gate} makes room for other keys: what it has to settle is given up, or a flood would fill the memory. */
    void drop(Gate gate) {
        if (gates.remove(gate) && gate.isUnsettled()) {
            losses.warn(
                    "a counter is not settled with the cluster",
                    new IllegalStateException("more keys than ratelimit.local.max-keys and half as many again"));
        }
    }

    /** All of them, as they come and go. */
    Collection<Gate> all() {
        return Collections.unmodifiableSet(gates);
    }
}
