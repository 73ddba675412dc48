package dev.weir.store;

import dev.weir.Source;
import dev.weir.core.Verdict;

/** What a store decided about a change. Immutable. */
public sealed interface StoreResult {

    /**
     * The policy decided, on the counters of {@code source}.
     *
     * @param decided the decision, which can have been made for an earlier request
     * @param ageMillis how long ago that was
     * @param unspent permits of the lease that are left
     */
    record Decided(Verdict decided, Source source, long ageMillis, long unspent) implements StoreResult {

        /** A decision that was made just now. */
        public Decided(Verdict decided, Source source) {
            this(decided, source, 0, 0);
        }

        /** Whether the permits were taken; for a peek, whether they could be. */
        public boolean allowed() {
            return decided.allowed();
        }

        /** The decision as of now. */
        public Verdict verdict() {
            return decided.later(ageMillis, unspent);
        }
    }

    /**
     * Nothing was counted: the cluster did not answer, and the policy's fallback is {@code open} or {@code closed}.
     *
     * @param admits whether the fallback is {@code open}
     */
    record Undecided(boolean admits) implements StoreResult {}
}
