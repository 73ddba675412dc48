package dev.weir.outbound.queue;

import dev.weir.Reservation;
import dev.weir.outbound.queue.pace.Lateness;
import dev.weir.outbound.queue.port.LineSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is asked of the counter for the first of a line, and those behind it that fit. Immutable; for use by the thread
 * of the mailbox.
 *
 * @param first has its turn
 * @param permits for how many permits of calls
 * @param charges what the counter of each line is charged with
 * @param inAdvance whether the call costs more than can be taken at once, so that it has no permits yet
 * @param inFlight how long the permits count as in use without a settlement; zero if they are used when they are taken
 */
record TakePlan(Waiter first, long permits, Map<Line, Long> charges, boolean inAdvance, Duration inFlight) {

    static TakePlan of(Waiter first, long now) {
        List<Line> lines = first.lines();
        Line line = lines.get(0);
        long permits = lines.size() > 1
                ? first.permits()
                : line.waiting().first(line.most(now)).stream()
                        .mapToLong(Waiter::permits)
                        .sum();
        Map<Line, Long> charges = new LinkedHashMap<>();
        Map<Line, Long> tooMuch = new LinkedHashMap<>();
        for (Line each : lines) {
            long charge = each.charge(permits);
            charges.put(each, charge);
            if (charge > each.settings().capacity()) {
                tooMuch.put(each, each.settings().capacity());
            }
        }
        return tooMuch.isEmpty()
                ? new TakePlan(first, permits, charges, false, inFlight(lines))
                : new TakePlan(first, permits, tooMuch, true, Duration.ZERO);
    }

    private static Duration inFlight(List<Line> lines) {
        Duration longest = Duration.ZERO;
        for (Line each : lines) {
            if (each.settings().untilResponse()) {
                longest = longer(longest, each.settings().inFlight());
            } else if (each.lateness().isCareful()) {
                longest = longer(longest, Lateness.IN_FLIGHT);
            }
        }
        return longest;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    List<Line> lines() {
        return first.lines();
    }

    long charge(Line line) {
        return charges.getOrDefault(line, 0L);
    }

    /** The parts of one operation of the counter. */
    List<Reservation.Part> parts() {
        List<Reservation.Part> parts = new ArrayList<>();
        charges.forEach((line, charge) -> {
            parts.add(new Reservation.Part(line.id().policy(), line.id().key(), charge));
            if (!inAdvance) {
                line.settings()
                        .spacing()
                        .ifPresent(each -> parts.add(
                                new Reservation.Part(each.policy(), line.id().key(), 1)));
            }
        });
        return parts;
    }

    /**
     * The policies whose permits are in flight, if any are. The time between two calls counts from their departure,
     * unless it is configured otherwise: it does not keep the limit of the other side.
     */
    Set<String> held() {
        Set<String> held = new HashSet<>();
        for (Line line : charges.keySet()) {
            held.add(line.id().policy());
            line.settings()
                    .spacing()
                    .filter(LineSettings.Spacing::fromResponse)
                    .ifPresent(each -> held.add(each.policy()));
        }
        return held;
    }

    /** Whether permits that come only now may not be used: they are too old, or calls have been paused meanwhile. */
    boolean isOverdue(long sentAt, long now) {
        for (Line each : lines()) {
            // a hold must not end before its call has arrived
            boolean late = inFlight.isZero()
                    ? Lateness.isTooLate(now - sentAt, each.settings().guard())
                    : now - sentAt > inFlight.toNanos() / 2;
            if (late || each.pacing().pausedUntil(now) - now > 0) {
                return !inAdvance;
            }
        }
        return false;
    }

    /** Who gets the permits: some may have left, and others have come, since they were asked for. */
    List<Waiter> candidates() {
        if (lines().size() > 1) {
            return first.hasTurn() ? List.of(first) : List.of();
        }
        long sum = 0;
        List<Waiter> candidates = new ArrayList<>();
        for (Waiter each : lines().get(0).waiting().first(permits)) {
            sum += each.permits();
            if (sum <= permits && each.lines().size() == 1 && (candidates.isEmpty() || !oneByOne())) {
                candidates.add(each);
            }
        }
        return candidates;
    }

    /** Permits that are in use until the response, spaced or bound to a slot are those of one call. */
    private boolean oneByOne() {
        LineSettings settings = lines().get(0).settings();
        return isUntilResponse() || settings.spacing().isPresent() || settings.concurrent();
    }

    /**
     * Whether the permits are in use until the calls have ended; if not, those in flight are until they are handed out.
     */
    boolean isUntilResponse() {
        return !inFlight.isZero()
                && lines().stream().anyMatch(each -> each.settings().untilResponse());
    }
}
