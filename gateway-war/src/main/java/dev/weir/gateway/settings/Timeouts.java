package dev.weir.gateway.settings;

import java.time.Duration;

/**
 * How long an upstream may take. Immutable.
 *
 * @param firstByte until the head of the answer is there
 * @param idle between two parts of an answer
 * @param total for the whole exchange
 */
public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration total) {}
