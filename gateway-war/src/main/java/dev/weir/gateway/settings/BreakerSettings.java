package dev.weir.gateway.settings;

import java.time.Duration;

/**
 * When an upstream is left alone. Immutable.
 *
 * @param failures after how many in a row, 1 or more
 * @param open for how long it is left alone
 */
public record BreakerSettings(int failures, Duration open) {}
