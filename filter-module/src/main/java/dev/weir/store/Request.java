package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Verdict;
import java.util.concurrent.CompletableFuture;

/** One change, and who waits for its verdict: that completes exceptionally if the grid failed. */
record Request(Change change, CompletableFuture<Verdict> verdict) {}
