package dev.weir.spi;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A text that all instances share, and that no restart of one of them loses. Each method asks the cluster and returns
 * at once; its stage completes within {@code ratelimit.store.timeout}, exceptionally if the cluster has not answered by
 * then. Without a cluster the text is this instance's own. Safe for use by many threads.
 */
public interface SharedText {

    /** The present text; empty if there is none. */
    CompletionStage<Optional<String>> get();

    /**
     * Puts {@code text}, if the present one is {@code expected}. The result is whether it was put. Other instances know
     * within two seconds, mostly at once.
     */
    CompletionStage<Boolean> replace(Optional<String> expected, String text);

    /** Adds a listener, which is called on any thread when another instance may have put a text. It must not block. */
    void onChange(Runnable listener);
}
