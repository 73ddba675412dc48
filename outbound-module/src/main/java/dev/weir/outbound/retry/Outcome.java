package dev.weir.outbound.retry;

import org.jspecify.annotations.Nullable;

/**
 * How one attempt of a call ended. Immutable.
 *
 * @param <T> what the call returns
 */
public sealed interface Outcome<T extends @Nullable Object> {

    /** It returned {@code value}. */
    record Returned<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /** It threw {@code cause}. */
    record Failed<T extends @Nullable Object>(Throwable cause) implements Outcome<T> {}

    /** Releases the answer, which is not passed on: a connection can be held by it. */
    default void discard() {
        AnswerViews.of(this).ifPresent(AnswerView::discard);
    }
}
