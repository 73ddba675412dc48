package dev.weir.health;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How well Weir does. Immutable.
 *
 * @param level the worst that any reason comes to
 * @param mode what counts: the cluster or this instance alone
 * @param since since when that is so
 * @param members of the cluster
 * @param why the reasons, each a property or what it measures, with the figures; none if all is well
 */
public record Health(Level level, Mode mode, Instant since, int members, List<String> why) {

    public Health {
        why = List.copyOf(why);
    }

    /** What counts. */
    public enum Mode {
        CLUSTER,
        LOCAL;

        /** The name in metrics and health checks. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How well. The later, the worse. */
    public enum Level {
        HEALTHY,
        /** Limits hold with less accuracy, or not for long. */
        DEGRADED,
        /** Something is lost, or not counted. */
        UNHEALTHY;

        /** The name in health checks. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
