package dev.weir.store;

import dev.weir.core.Source;
import dev.weir.core.Verdict;

/** What a store says to a change. Immutable. */
public sealed interface Answer {

    /**
     * The policy decided, on the counters of {@code source}.
     *
     * @param decided the decision, which can have been made for somebody else before
     * @param ageMillis how long ago that was
     * @param unspent permits that were taken in advance, and are left
     */
    record Counted(Verdict decided, Source source, long ageMillis, long unspent) implements Answer {

        /** A decision that was made just now. */
        public Counted(Verdict decided, Source source) {
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
    record Uncounted(boolean admits) implements Answer {}
}
