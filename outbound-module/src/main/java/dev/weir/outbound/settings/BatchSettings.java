package dev.weir.outbound.settings;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many tasks of one policy run at once. Immutable.
 *
 * @param size the number of tasks; empty: it adapts to errors and response times
 * @param max the highest number, 1 or more
 * @param pause the wait between batches, 0 or more
 * @param taskTimeout how long a task may run, above zero
 */
public record BatchSettings(OptionalInt size, int max, Duration pause, Duration taskTimeout) {}
