package dev.weir.engine;

import dev.weir.store.CounterId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The reservations that the application has made on this instance and not ended, at most 1,000 of each counter: work
 * that reserves and forgets to settle must not fill the memory. Safe for use by many threads.
 */
final class OpenReservations {

    /** Of one counter. */
    static final int MOST = 1_000;

    private static final Comparator<Place> EARLIEST_FIRST =
            Comparator.comparing((Place place) -> place.end).thenComparing(place -> place.number);

    /** Guarded by this object, as the others are. */
    private final Map<CounterId, Integer> open = new HashMap<>();

    private final TreeSet<Place> byEnd = new TreeSet<>(EARLIEST_FIRST);
    private long entered;

    /** The place of one reservation, or what has none left. */
    final class Place {

        private final List<CounterId> counters;
        private final Optional<CounterId> full;
        private final long number;
        private Instant end = Instant.MAX;
        private boolean left;

        private Place(List<CounterId> counters, Optional<CounterId> full, long number) {
            this.counters = counters;
            this.full = full;
            this.number = number;
            this.left = full.isPresent() || counters.isEmpty();
        }

        /** The counter of which there are too many; empty if the reservation can be made. */
        Optional<CounterId> full() {
            return full;
        }

        /** The reservation was made, and ends by itself at {@code end}. */
        void until(Instant end) {
            synchronized (OpenReservations.this) {
                if (!left) {
                    this.end = end;
                    byEnd.add(this);
                }
            }
        }

        /** The reservation has ended, or was not made. */
        void leave() {
            synchronized (OpenReservations.this) {
                if (!left) {
                    left = true;
                    byEnd.remove(this);
                    counters.forEach(each -> open.computeIfPresent(each, (id, times) -> times > 1 ? times - 1 : null));
                }
            }
        }
    }

    /** Takes a place for a reservation of {@code counters}, if each of them has one. */
    synchronized Place enter(List<CounterId> counters, Instant now) {
        while (!byEnd.isEmpty() && !byEnd.first().end.isAfter(now)) {
            byEnd.first().leave();
        }
        Optional<CounterId> full = counters.stream()
                .filter(each -> open.getOrDefault(each, 0) >= MOST)
                .findFirst();
        if (full.isEmpty()) {
            counters.forEach(each -> open.merge(each, 1, Integer::sum));
        }
        return new Place(counters, full, entered++);
    }
}
