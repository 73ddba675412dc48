package dev.weir.config.rule;

/**
 * When the limits of an adaptive policy shrink under pressure, and how far. Immutable.
 *
 * @param latencyMillis the 95th percentile of the response times that is just good, in milliseconds
 * @param errorHundredths the share of responses with a status of 500 and above that is just good, in hundredths of a
 *     percent
 * @param floorPercent how many percent of the limits are left at least, 1 to 100
 */
public record AdaptiveRule(long latencyMillis, int errorHundredths, int floorPercent) {}
