package dev.weir.store;

import dev.weir.Source;
import dev.weir.core.Verdict;

/** What a store says to a change. Immutable. */
public sealed interface StoreResult {

    /**
     * The policy decided, on the counters of {@code source}.
     *
     * @param decided the decision, which can have been made for somebody else before
     * @param ageMillis how long ago that was
     * @param unspent permits that were taken in advance, and are left
     */
    record Decided(Verdict decided, Source source, long ageMillis, long unspent) implements StoreResult {

        /** A decision that was made just now. */
        public Decided(Verdict decided, Source source) {
            this(decided, source, 0, 0);
        }

        /** Whether the permits were taken, or could be. */
        public boolean allowed() {
            return decided.allowed();
        }

        /** The decision as it reads now. */
        public Verdict verdict() {
            return decided.later(ageMillis, unspent);
        }
    }

    /**
     * Nobody could count, and the policy's fallback says what that means.
     *
     * @param admits whether the fallback is {@code open}
     */
    record Undecided(boolean admits) implements StoreResult {}
}
