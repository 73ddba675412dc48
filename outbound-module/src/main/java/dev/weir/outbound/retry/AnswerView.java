package dev.weir.outbound.retry;

import dev.weir.outbound.remote.BodyPrefix;
import dev.weir.outbound.remote.Fields;
import java.util.Optional;

/** What a result of a call says of the answer of the other side. For use by one thread. */
interface AnswerView {

    int status();

    Fields fields();

    /** The HTTP method of the call; empty if the result does not know it. */
    Optional<String> method();

    /**
     * The body, if it can be looked at and is still whole for the caller afterwards.
     *
     * @param maxBytes how much is looked at
     */
    Optional<BodyPrefix> body(int maxBytes);

    /** Is called after the body has been looked at. */
    default void looked() {}

    /** Releases the answer, which is not passed on. */
    default void discard() {}
}
