package dev.weir.outbound.queue.permits;

import java.util.List;

/**
 * When the permits of all who wait will have been taken. Immutable; times are nanoseconds.
 *
 * @param forecasts one for each limit
 * @param cost what one permit costs, in thousandths
 * @param interval the time between two permits that come one by one; 0 if they do not
 */
public record Outlook(List<Forecast> forecasts, long cost, long interval) {

    public Outlook {
        forecasts = List.copyOf(forecasts);
    }

    /** How long until {@code permits} can have been taken. */
    public long until(long permits) {
        long charged = (permits * cost + 999) / 1_000;
        long wait = (permits - 1) * interval;
        for (Forecast each : forecasts) {
            wait = Math.max(wait, each.until(charged));
        }
        return wait;
    }
}
