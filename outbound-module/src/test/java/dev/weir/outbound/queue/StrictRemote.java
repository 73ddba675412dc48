package dev.weir.outbound.queue;

import java.util.ArrayList;
import java.util.List;

/** The other side: it counts arrivals, and refuses those beyond {@code permits} in any {@code window}. */
final class StrictRemote {

    record Arrival(String from, long nanos, boolean refused) {}

    private final VirtualTime time;
    private final int permits;
    private final long windowNanos;
    private final List<Arrival> arrivals = new ArrayList<>();

    StrictRemote(VirtualTime time, int permits, long windowMillis) {
        this.time = time;
        this.permits = permits;
        this.windowNanos = windowMillis * 1_000_000;
    }

    /** A call arrives now; returns whether it was refused. Refused calls count too. */
    boolean arrive(String from) {
        long now = time.nanoTime();
        int before = arrivals.size() - permits;
        boolean refused = before >= 0 && now - arrivals.get(before).nanos < windowNanos;
        arrivals.add(new Arrival(from, now, refused));
        return refused;
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    long refusals() {
        return arrivals.stream().filter(Arrival::refused).count();
    }

    /** Of the first {@code count} arrivals, how many are from an instance. */
    long from(String instance, int count) {
        return arrivals.stream()
                .limit(count)
                .filter(each -> each.from.equals(instance))
                .count();
    }

    /** The most arrivals between two whole multiples of a window. */
    long mostInFixedWindow() {
        long most = 0;
        for (Arrival each : arrivals) {
            long slot = each.nanos / windowNanos;
            most = Math.max(
                    most,
                    arrivals.stream()
                            .filter(other -> other.nanos / windowNanos == slot)
                            .count());
        }
        return most;
    }

    /** Arrivals a second from the first to the last. */
    double rate() {
        long last = arrivals.get(arrivals.size() - 1).nanos;
        return (arrivals.size() - 1) * 1e9 / (last - arrivals.get(0).nanos);
    }

    /** Arrivals a second in an interval. */
    double rate(long fromMillis, long toMillis) {
        return arrivals.stream()
                        .filter(each -> each.nanos >= fromMillis * 1_000_000 && each.nanos < toMillis * 1_000_000)
                        .count()
                * 1000.0
                / (toMillis - fromMillis);
    }

    List<Long> gaps() {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < arrivals.size(); i++) {
            gaps.add(arrivals.get(i).nanos - arrivals.get(i - 1).nanos);
        }
        return gaps;
    }
}
