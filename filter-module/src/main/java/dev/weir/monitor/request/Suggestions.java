package dev.weir.monitor.request;

import dev.weir.monitor.request.EndpointCounters.Counts;
import dev.weir.monitor.request.ResponseTimes.Quantiles;
import java.util.Locale;
import java.util.Optional;

/** One plain sentence for the worst that an endpoint does. Immutable. */
final class Suggestions {

    /** Of fewer responses, a part means little. */
    static final long FEWEST = 20;

    private static final double MUCH = 0.05;
    private static final double MANY_REFUSED = 0.2;
    private static final int TWICE = 2;

    private final double slowSeconds;

    Suggestions(long slowMillis) {
        this.slowSeconds = slowMillis / 1000.0;
    }

    Optional<String> of(Counts now, Quantiles times, Counts before, Quantiles timesBefore) {
        if (now.all() < FEWEST) {
            return Optional.empty();
        }
        if (part(now.errors(), now) > MUCH) {
            return Optional.of(percent(now.errors(), now) + " of the responses are server errors"
                    + was(before, percent(before.errors(), before))
                    + ": look into the log of the server for what it throws");
        }
        if (times.p99() > slowSeconds) {
            return Optional.of("p99 of " + seconds(times.p99()) + was(before, seconds(timesBefore.p99())) + ": "
                    + advice(now, before));
        }
        if (part(now.refused(), now) > MANY_REFUSED) {
            return Optional.of(percent(now.refused(), now) + " of the requests are refused"
                    + was(before, percent(before.refused(), before))
                    + ": look who is refused, then raise the limit or have clients wait as Retry-After says");
        }
        return Optional.empty();
    }

    private static String advice(Counts now, Counts before) {
        return before.all() >= FEWEST && now.all() > before.all() * TWICE
                ? "requests rose from " + before.all() + " to " + now.all()
                        + " an hour; a limit for this endpoint protects the others"
                : "look at the slow queries, and at what else it waits for";
    }

    private static String was(Counts before, String value) {
        return before.all() < FEWEST ? "" : ", was " + value + " an hour ago";
    }

    static double part(long some, Counts all) {
        return all.all() == 0 ? 0 : (double) some / all.all();
    }

    private static String percent(long some, Counts all) {
        return Math.round(100 * part(some, all)) + " %";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
