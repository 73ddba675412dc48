package dev.weir.engine;

import dev.weir.Decision;
import dev.weir.Reservation;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.spi.PermitCounter;
import dev.weir.spi.TakenPermits;
import dev.weir.store.CounterId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Makes reservations. One is nothing but a charge and the right to correct it once, so an open one costs no thread, no
 * timer and nothing in the grid but that its permits can be {@linkplain CallInFlight held}. Safe for use by many
 * threads.
 */
record Reservations(Engine engine, InstantSource clock, OpenReservations open, OncePerMinuteLog problems) {

    /** What follows the name of a policy of which there are too many. */
    private static final String SUFFIX = "-reservations";

    private static final Comparator<Decision> LONGEST_FIRST = Comparator.comparing(
                    (Decision refusal) -> refusal.retryAfter().orElse(Duration.ofSeconds(Long.MAX_VALUE)))
            .reversed();

    Reservation reserve(List<Reservation.Part> parts, Duration longest) {
        require(longest.compareTo(Duration.ZERO) > 0, "longest must be > 0, was " + longest);
        List<Charge> charges = charges(parts);
        // a policy that is not enforced does not refuse here either
        List<CounterId> counters =
                charges.stream().filter(Charge::enforced).map(Charge::counter).toList();
        OpenReservations.Place place = open.enter(counters, clock.instant());
        if (place.full().isPresent()) {
            return tooMany(charges, place.full().get().policy().name());
        }
        boolean made = false;
        try {
            // the time begins when the permits are charged
            Hold hold = take(charges, () -> end(longest), decisions -> true, place::leave);
            made = hold.allowed();
            place.until(hold.end);
            return hold;
        } finally {
            if (!made) {
                place.leave();
            }
        }
    }

    private Reservation tooMany(List<Charge> charges, String policy) {
        problems.warn("policy \"" + policy + "\" has " + OpenReservations.MOST
                + " open reservations of one key on this instance, and gets no other before one of them is settled,"
                + " cancelled or over");
        OtherRefusal refusal = new OtherRefusal(policy, SUFFIX, false, Source.LOCAL, OtherRefusal.LOOK_AGAIN);
        engine.listener().refused(policy, refusal.source());
        return new Hold(engine, clock, engine.localViews(charges), Optional.of(refusal), Instant.MAX, () -> {});
    }

    /** @param isHeld whether the permits of a policy are in flight, if any are */
    TakenPermits take(List<Reservation.Part> parts, Duration inFlight, Predicate<String> isHeld) {
        require(!inFlight.isNegative(), "in flight must be >= 0, was " + inFlight);
        require(
                inFlight.compareTo(PermitCounter.LONGEST_IN_FLIGHT) <= 0,
                "in flight must be <= " + PermitCounter.LONGEST_IN_FLIGHT + ", was " + inFlight);
        List<Charge> charges = charges(parts);
        if (inFlight.toMillis() == 0) {
            return take(charges, () -> Instant.MAX, Reservations::isFinal, () -> {});
        }
        long now = clock.millis();
        CallInFlight call = new CallInFlight(now, now + inFlight.toMillis());
        return take(
                charges.stream()
                        .map(charge -> isHeld.test(charge.policy().name()) ? charge.of(call) : charge)
                        .toList(),
                () -> Instant.ofEpochMilli(call.lastMillis()),
                Reservations::isFinal,
                () -> {});
    }

    /** A call under a paced policy that is refused waits and asks again: it counts once, when it is admitted. */
    private static boolean isFinal(List<PolicyDecision> decisions) {
        return decisions.stream()
                .noneMatch(
                        each -> !each.allowed() && each.charge().policy().pace().isPresent());
    }

    private List<Charge> charges(List<Reservation.Part> parts) {
        require(!parts.isEmpty(), "parts must name a policy, was empty");
        List<Charge> charges = new ArrayList<>(parts.size());
        Set<String> names = new HashSet<>();
        for (Reservation.Part part : parts) {
            require(names.add(part.policy()), "each part must be of another policy, was \"" + part.policy() + '"');
            charges.add(engine.charge(engine.requirePolicy(part.policy(), part.key()), part.key(), part.permits()));
        }
        return charges;
    }

    private Hold take(
            List<Charge> charges, Supplier<Instant> end, Predicate<List<PolicyDecision>> isFinal, Runnable ended) {
        List<PolicyDecision> decisions = engine.acquireAll(charges, engine.newBudget());
        if (isFinal.test(decisions)) {
            engine.listener().decided(decisions);
        }
        Optional<Decision> refusal = decisions.stream()
                .filter(each -> !each.allowed())
                .map(Decision.class::cast)
                .min(LONGEST_FIRST);
        return new Hold(engine, clock, decisions, refusal, end.get(), ended);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private Instant end(Duration longest) {
        Instant now = clock.instant();
        return longest.compareTo(Duration.between(now, Instant.MAX)) < 0 ? now.plus(longest) : Instant.MAX;
    }

    /**
     * A reservation.
     *
     * @param ended is run when it is ended before {@code end}
     * @param open whether it has not been ended; past {@code end} it has, too
     */
    private record Hold(
            Engine engine,
            InstantSource clock,
            List<PolicyDecision> taken,
            Optional<Decision> refusal,
            Instant end,
            Runnable ended,
            AtomicBoolean open)
            implements TakenPermits {

        Hold(
                Engine engine,
                InstantSource clock,
                List<PolicyDecision> taken,
                Optional<Decision> refusal,
                Instant end,
                Runnable ended) {
            this(engine, clock, taken, refusal, end, ended, new AtomicBoolean(refusal.isEmpty()));
        }

        @Override
        public List<Decision> decisions() {
            return List.copyOf(taken);
        }

        @Override
        public boolean settle(long permits) {
            requireNotNegative(permits);
            return end(charge -> permits);
        }

        @Override
        public boolean settle(Map<String, Long> used) {
            used.forEach((policy, permits) -> {
                requireNotNegative(permits);
                require(
                        taken.stream().anyMatch(each -> each.policy().equals(policy)),
                        "used must name policies of the reservation, was \"" + policy + '"');
            });
            return end(charge -> used.getOrDefault(charge.policy().name(), charge.permits()));
        }

        private static void requireNotNegative(long permits) {
            require(permits >= 0, "permits must be >= 0, was " + permits);
        }

        @Override
        public boolean cancel() {
            return end(charge -> 0);
        }

        private boolean end(ToLongFunction<Charge> used) {
            if (!clock.instant().isBefore(end) || !open.compareAndSet(true, false)) {
                return false;
            }
            ended.run();
            List<Charge> charges = new ArrayList<>(taken.size());
            List<Change> changes = new ArrayList<>(taken.size());
            for (PolicyDecision decision : taken) {
                long permits = used.applyAsLong(decision.charge());
                long more = permits - decision.charge().permits();
                if ((more != 0 || decision.isHeld()) && decision.isCharged()) {
                    charges.add(decision.charge());
                    changes.add(correction(decision, permits, more));
                }
            }
            if (!changes.isEmpty()) {
                engine.correct(charges, changes);
            }
            return true;
        }

        private static Change correction(PolicyDecision decision, long used, long more) {
            if (decision.isHeld()) {
                return decision.toEnd(used);
            }
            return more > 0 ? new Change.Settle(more) : decision.toRefund(-more);
        }
    }
}
