package dev.weir.store.cluster;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;

/** Asks a store for the permits of one key, or of others, and never waits for a grid that does not answer. */
record ImpatientClient(CounterStore store, String key) {

    StoreResult acquire(Policy policy) {
        return acquire(policy, key);
    }

    StoreResult acquire(Policy policy, String otherKey) {
        return apply(policy, otherKey, new Change.Acquire(1));
    }

    StoreResult apply(Policy policy, Change change) {
        return apply(policy, key, change);
    }

    private StoreResult apply(Policy policy, String anyKey, Change change) {
        return store.apply(StoreFixtures.id(policy, anyKey), change, StoreFixtures::noBudget);
    }

    /** How many of {@code requests} were admitted by a decision of the policy. */
    int admitted(Policy policy, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += StoreFixtures.decided(acquire(policy)).allowed() ? 1 : 0;
        }
        return admitted;
    }

    long remaining(Policy policy) {
        return StoreFixtures.remaining(StoreFixtures.decided(apply(policy, new Change.Peek(1))));
    }
}
