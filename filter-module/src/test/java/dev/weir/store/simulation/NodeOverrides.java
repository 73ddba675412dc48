package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.core.Policy;
import dev.weir.engine.Charge;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.override.SharedOverrides;
import java.util.concurrent.CompletableFuture;

/**
 * What one instance knows of the changes of operators. It reads all of them when it starts, before it serves, and every
 * five minutes, as {@code runtime.LoadedOverrides} does.
 */
final class NodeOverrides {

    private static final System.Logger LOG = System.getLogger(NodeOverrides.class.getName());
    private static final long LONGEST_WAIT_MILLIS = 5_000;
    private static final long PAUSE_MILLIS = 300_000;
    private static final long RETRY_MILLIS = 1_000;

    private final SimulatedNode node;
    private final SharedOverrides shared;
    private boolean isLoaded;
    private boolean hasWaited;

    NodeOverrides(SimulatedNode node) {
        this.node = node;
        this.shared = new SharedOverrides(
                node.texts(), () -> "/simulated", node.overrides, new OncePerMinuteLog(LOG, node.clock()));
        load();
    }

    private void load() {
        CompletableFuture<Void> loading = shared.load().toCompletableFuture();
        var unused = loading.thenRun(() -> isLoaded = true);
        node.later(LONGEST_WAIT_MILLIS, () -> {
            hasWaited = true;
            boolean isDone = loading.isDone() && !loading.isCompletedExceptionally();
            node.later(isDone ? PAUSE_MILLIS : RETRY_MILLIS, this::load);
        });
    }

    /** Whether the instance answers requests: it has read all, or has waited for that long enough. */
    boolean isServing() {
        return isLoaded || hasWaited;
    }

    /** Whether it has read all that there was when it started. */
    boolean isInformed() {
        return isLoaded;
    }

    SharedOverrides shared() {
        return shared;
    }

    /** The charge of a request, by the limits that this instance knows for the key now. */
    Charge charge(TieredPolicy policy, String key, long permits) {
        Policy onTier = policy.onTier(node.overrides.tier(policy.name(), text(key)));
        return node.engine().charge(onTier, Key.of(key), permits);
    }

    boolean isBlocked(TieredPolicy policy, String key) {
        return node.overrides.refusal(policy.base(), text(key), 1).isPresent();
    }

    /** The text by which an override names {@code key}. */
    static String text(String key) {
        return SimulatedNode.KEYS.textOf(Key.of(key));
    }
}
