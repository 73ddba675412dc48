package dev.weir.outbound.settings;

import dev.weir.outbound.statistics.file.StatisticsSettings;
import java.util.Map;
import java.util.Optional;

/**
 * What the properties {@code ratelimit.throttle.*} say. Immutable.
 *
 * @param throttles the settings of each policy
 * @param statistics what is written about calls; empty: nothing
 */
public record OutboundSettings(Map<String, ThrottleSettings> throttles, Optional<StatisticsSettings> statistics) {

    /** Copies the map. */
    public OutboundSettings {
        throttles = Map.copyOf(throttles);
    }
}
