package dev.weir.gateway.answer;

import dev.weir.gateway.budget.Hold;

/** How a hold ends. */
public sealed interface Settlement {

    /** Nothing is charged. */
    record Cancelled() implements Settlement {}

    /** All that is held is charged, because no one knows what was used. */
    record Kept() implements Settlement {}

    /** What was used is charged. */
    record Used(Usage usage) implements Settlement {}

    /** Ends {@code hold}; returns what is charged. */
    default long end(Hold hold) {
        if (this instanceof Used used) {
            return hold.settle(used.usage().promptTokens(), used.usage().completionTokens());
        }
        if (this instanceof Kept) {
            return hold.keep();
        }
        hold.cancel();
        return 0;
    }
}
