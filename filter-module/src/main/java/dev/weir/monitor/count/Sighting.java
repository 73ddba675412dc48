package dev.weir.monitor.count;

import java.util.OptionalLong;

/**
 * Decisions about a key, of which one was looked at. Immutable.
 *
 * @param key the text under which the counters of the key are stored
 * @param weight for how many decisions it stands, 1 or more
 * @param refused whether it refused
 * @param remaining permits that it left; empty if nothing was counted
 * @param used the share in use of the limit of which most is, in hundredths of a percent; 0 if nothing was counted
 * @param level the level of suspicion
 * @param millis when it was looked at, in milliseconds since the epoch
 */
public record Sighting(
        String key, long weight, boolean refused, OptionalLong remaining, int used, int level, long millis) {}
