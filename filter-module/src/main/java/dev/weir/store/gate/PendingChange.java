package dev.weir.store.gate;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Verdict;
import java.util.concurrent.CompletableFuture;

/**
 * One change that waits for the grid, and its verdict: completes exceptionally if the grid failed.
 *
 * @param policy by whose limits it is decided: the callers of a key can be on several tiers
 * @param recalls whether other instances are asked to return their leases before this is refused
 */
public record PendingChange(Change change, Policy policy, CompletableFuture<Verdict> verdict, boolean recalls) {

    /** The same change, which is decided without asking other instances. */
    PendingChange withoutRecall() {
        return new PendingChange(change, policy, verdict, false);
    }
}
