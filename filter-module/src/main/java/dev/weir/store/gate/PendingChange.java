package dev.weir.store.gate;

import dev.weir.core.Change;
import dev.weir.core.Verdict;
import java.util.concurrent.CompletableFuture;

/**
 * One change that waits for the grid, and its verdict: completes exceptionally if the grid failed.
 *
 * @param recalls whether other instances are asked to return their leases before this is refused
 */
public record PendingChange(Change change, CompletableFuture<Verdict> verdict, boolean recalls) {}
