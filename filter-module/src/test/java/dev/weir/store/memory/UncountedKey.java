package dev.weir.store.memory;

import dev.weir.core.State;

/** A counter that was never asked; counts how often a lease is to be renewed. */
final class UncountedKey implements LocalDecision.Counted {

    int renewals;

    @Override
    public State lastSeen() {
        return State.EMPTY;
    }

    @Override
    public long newsMillis() {
        return 0;
    }

    @Override
    public void renewLease() {
        renewals++;
    }

    @Override
    public boolean countRefusal(long nowMillis) {
        return false;
    }
}
