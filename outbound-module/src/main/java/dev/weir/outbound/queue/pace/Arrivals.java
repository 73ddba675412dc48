package dev.weir.outbound.queue.pace;

import dev.weir.Limit;
import dev.weir.outbound.queue.port.LineSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When the calls of a line arrive. A permit is counted when its call is sent; the other side counts the call when it
 * arrives, at the latest when it answers. As long as calls take about equally long they arrive about equally late,
 * and no window has more arrivals than permits. A call that takes longer than others, by more than the guard, can
 * have arrived later by that: as the first calls of a process do, whose connections are not open yet.
 *
 * <p>So permits are in use until the response as long as calls differ by more than the guard, or are not known. And
 * where single calls are late among others that are not, nothing is sent at the time when their permits come back,
 * until as much later as they were. Used by one thread at a time; times are nanoseconds.
 */
public final class Arrivals {

    /** While it is not sure, a permit is in use until the response, or for this time if that comes later. */
    public static final Duration LONGEST_HOLD = Duration.ofSeconds(1);

    private static final int LAST = 64;
    private static final int MOST = 512;
    private static final long LONGEST_WINDOW = TimeUnit.MINUTES.toNanos(1);

    private final long[] took = new long[LAST];
    private final Deque<Flight> flights = new ArrayDeque<>();
    private final Deque<Quiet> quiet = new ArrayDeque<>();
    private int seen;
    private int ended;
    /** How many must end before the end of a call is believed to be told always. */
    private int unseen;

    /** Calls that had their permits at the same time. */
    public static final class Flight {
        private final long at;
        /** Whether their permits are in use until the response. */
        private final boolean held;

        private int open;

        private Flight(long at, int open, boolean held) {
            this.at = at;
            this.open = open;
            this.held = held;
        }
    }

    /** Nothing is sent in this time. */
    private record Quiet(long from, long to) {}

    /** Calls have their permits. */
    public Flight began(long now, int calls, boolean held) {
        Flight flight = new Flight(now, calls, held);
        flights.addLast(flight);
        if (flights.size() > MOST) {
            flights.removeFirst();
        }
        return flight;
    }

    /** One of them has ended. */
    public void answered(Flight flight, long now, Duration guard, List<Limit> limits) {
        long nanos = now - flight.at;
        flight.open--;
        if (seen > 0 && !flight.held) {
            long late = nanos - shortest();
            if (late > guard.toNanos()) {
                keepQuiet(flight.at, late, limits);
            }
        }
        took[seen % LAST] = nanos;
        seen++;
        end();
    }

    private void keepQuiet(long at, long late, List<Limit> limits) {
        for (Limit limit : limits) {
            long window = LineSettings.nanos(limit);
            if (window <= LONGEST_WINDOW) {
                quiet.addLast(new Quiet(at + window, at + window + late));
            }
        }
        while (quiet.size() > MOST) {
            quiet.removeFirst();
        }
    }

    /** A call was given up before it was sent. */
    public void cancelled(Flight flight) {
        flight.open--;
    }

    /** The ends of calls were not told in time. */
    public void unseen() {
        unseen = LAST;
        end();
    }

    private void end() {
        ended++;
        unseen = Math.max(0, unseen - 1);
    }

    private long shortest() {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < Math.min(seen, LAST); i++) {
            shortest = Math.min(shortest, took[i]);
        }
        return shortest;
    }

    /** Whether permits need to be in use no longer than the guard is. */
    public boolean isSure(Duration guard, long capacity) {
        if (guard.isZero()) {
            return true;
        }
        if (ended < Math.min(LAST, 2 * capacity)) {
            return false;
        }
        long longest = 0;
        int late = 0;
        long shortest = shortest();
        for (int i = 0; i < Math.min(seen, LAST); i++) {
            longest = Math.max(longest, took[i]);
            late += took[i] - shortest > guard.toNanos() ? 1 : 0;
        }
        // single ones are dealt with one by one
        return seen == 0 || longest - shortest <= guard.toNanos() || late * 8 <= Math.min(seen, LAST);
    }

    /** When the next call may be sent, because of calls that are late or overdue; perhaps in the past. */
    public long go(long now, Duration guard) {
        long go = now;
        quiet.removeIf(each -> each.to - now <= 0);
        for (Quiet each : quiet) {
            if (each.from - now <= 0) {
                go = later(go, each.to);
            }
        }
        return unseen > 0 || seen == 0 ? go : later(go, overdue(now, shortest() + 2 * guard.toNanos()));
    }

    /** Calls that should have ended may arrive now: waits for them, for a while. */
    private long overdue(long now, long usual) {
        long go = now;
        long longest = LONGEST_HOLD.toNanos();
        while (!flights.isEmpty() && (flights.peekFirst().open <= 0 || now - flights.peekFirst().at >= longest)) {
            if (flights.removeFirst().open > 0) {
                unseen();
            }
        }
        for (Flight each : flights) {
            if (each.open > 0 && !each.held && now - each.at > usual) {
                go = later(go, each.at + longest);
            }
        }
        return go;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
