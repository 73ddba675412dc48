package dev.weir.outbound.settings;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How calls of a policy wait for permits. Immutable.
 *
 * @param concurrency how many calls are in flight at most, over all instances; empty: any number
 * @param queue how many calls wait at most on one instance, 0 or more
 * @param maxWait the longest wait, 0 or more
 */
public record WaitSettings(OptionalInt concurrency, int queue, Duration maxWait) {}
