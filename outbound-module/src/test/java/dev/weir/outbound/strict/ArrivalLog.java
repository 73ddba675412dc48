package dev.weir.outbound.strict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What arrived at a {@link StrictRemote}, in that order, and what it tells of the client. Immutable. */
public record ArrivalLog(List<Arrival> arrivals) {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    public ArrivalLog {
        arrivals = List.copyOf(arrivals);
    }

    /** How many arrived. */
    public int count() {
        return arrivals.size();
    }

    /** How many of them were refused. */
    public long refusals() {
        return arrivals.stream().filter(Arrival::refused).count();
    }

    /** The ids in the order of arrival. */
    public List<String> ids() {
        return arrivals.stream().map(Arrival::id).toList();
    }

    /** Those whose id begins with {@code prefix}. */
    public ArrivalLog of(String prefix) {
        return new ArrivalLog(
                arrivals.stream().filter(each -> each.id().startsWith(prefix)).toList());
    }

    /** Those that were not refused. */
    public ArrivalLog accepted() {
        return new ArrivalLog(arrivals.stream().filter(each -> !each.refused()).toList());
    }

    /** The first {@code number} of them. */
    public ArrivalLog first(int number) {
        return new ArrivalLog(arrivals.subList(0, Math.min(number, arrivals.size())));
    }

    /** Those after the first {@code number}. */
    public ArrivalLog after(int number) {
        return new ArrivalLog(arrivals.subList(Math.min(number, arrivals.size()), arrivals.size()));
    }

    /** From the first to the last arrival. */
    public Duration span() {
        return arrivals.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(arrivals.get(arrivals.size() - 1).nanos()
                        - arrivals.get(0).nanos());
    }

    /** Arrivals a second between the first and the last one: the number of gaps divided by their sum. */
    public double perSecond() {
        return arrivals.size() < 2 ? 0 : (arrivals.size() - 1) * SECOND / span().toNanos();
    }

    /** The times from each arrival to the next. */
    public List<Duration> gaps() {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < arrivals.size(); i++) {
            gaps.add(Duration.ofNanos(
                    arrivals.get(i).nanos() - arrivals.get(i - 1).nanos()));
        }
        return gaps;
    }

    /** What {@code percent} percent of the gaps do not exceed; zero without any. */
    public Duration gap(int percent) {
        List<Duration> sorted = gaps().stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
    }

    /** The largest number of arrivals, refused or not, in any interval that is shorter than {@code window}. */
    public int mostIn(Duration window) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < arrivals.size(); to++) {
            while (arrivals.get(to).nanos() - arrivals.get(from).nanos() >= window.toNanos()) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    /** How many arrived before one whose id is a smaller number: zero if all came in the order of their ids. */
    public int inversions() {
        int inversions = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            if (number(arrivals.get(i)) < number(arrivals.get(i - 1))) {
                inversions++;
            }
        }
        return inversions;
    }

    private static long number(Arrival arrival) {
        return Long.parseLong(arrival.id().replaceAll("\\D", ""));
    }
}
