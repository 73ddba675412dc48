package dev.weir.monitor.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How one endpoint answers: this hour so far, and in the hour before. Times are in seconds. Immutable.
 *
 * @param endpoint the request method and the template of a resource, the pattern of a policy, or the first two
 *     segments of a path; {@code other} for all that have no place
 * @param count responses of this hour
 * @param statuses how many of each class of statuses, {@code 2xx}; {@code unknown} if their clients had gone
 * @param p50 the time that half of them did not exceed
 * @param p95 the time that 95 % of them did not exceed
 * @param p99 the time that 99 % of them did not exceed
 * @param slow how many took longer than {@code ratelimit.monitor.slow}
 * @param errorRate the part that had a status of 500 or more, 0 to 1
 * @param countBefore responses of the hour before
 * @param p99Before the p99 of the hour before
 * @param errorRateBefore the error rate of the hour before
 * @param trend how the p99 develops
 * @param suggestion what to look at; empty if nothing is wrong
 */
public record EndpointReport(
        String endpoint,
        long count,
        Map<String, Long> statuses,
        double p50,
        double p95,
        double p99,
        long slow,
        double errorRate,
        long countBefore,
        double p99Before,
        double errorRateBefore,
        Trend trend,
        Optional<String> suggestion) {

    public EndpointReport {
        statuses = Collections.unmodifiableMap(new LinkedHashMap<>(statuses));
    }

    /** How a value of this hour compares with that of the hour before. */
    public enum Trend {
        /** By more than a quarter. */
        RISING,
        /** By more than a fifth. */
        FALLING,
        STEADY,
        /** One of the hours has too few responses to compare. */
        NEW;

        private static final double MUCH_MORE = 1.25;
        private static final double MUCH_LESS = 0.8;

        /** The name in reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Trend of(double before, double now) {
            return now > before * MUCH_MORE ? RISING : now < before * MUCH_LESS ? FALLING : STEADY;
        }
    }
}
