package dev.weir.store.slot;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Which members of the cluster answer. Safe for use by many threads. */
public interface Circuits {

    /** Whether a request can expect an answer of {@code member} in time. */
    boolean isClosed(Object member);

    /** {@code member} answered in time. */
    void succeeded(Object member);

    /** {@code member} failed, or did not answer in time. */
    void failed(Object member);

    /** Asks {@code member} a question to see whether it answers, if it is time to. */
    void probe(Object member, Supplier<CompletionStage<?>> question);
}
