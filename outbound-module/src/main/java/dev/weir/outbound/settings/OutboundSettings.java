package dev.weir.outbound.settings;

import java.util.Map;

/**
 * What the properties {@code ratelimit.throttle.*} say. Immutable.
 *
 * @param throttles the settings of each policy
 * @param statistics what is written about calls
 */
public record OutboundSettings(Map<String, ThrottleSettings> throttles, StatisticsSettings statistics) {

    /** Copies the map. */
    public OutboundSettings {
        throttles = Map.copyOf(throttles);
    }
}
