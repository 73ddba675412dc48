package dev.weir.store;

import dev.weir.core.Source;
import dev.weir.core.Verdict;

/** What a store says to a change. Immutable. */
public sealed interface Answer {

    /** The policy decided, on the counters of {@code source}. */
    record Counted(Verdict verdict, Source source) implements Answer {}

    /**
     * Nobody could count, and the policy's fallback says what that means.
     *
     * @param admits whether the fallback is {@code open}
     */
    record Uncounted(boolean admits) implements Answer {}
}
