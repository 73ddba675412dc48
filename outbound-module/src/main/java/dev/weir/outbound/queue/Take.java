package dev.weir.outbound.queue;

import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.Reservation;
import dev.weir.Slot;
import dev.weir.spi.TakenPermits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take permits for the first of a line, and those behind it that fit. Its lines are busy meanwhile. Used
 * by the thread of the mailbox; times are nanoseconds.
 */
final class Take {

    private static final long SLOT_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration FAILURE_PAUSE = Duration.ofMillis(250);

    private final Pump pump;
    private final Waiter first;
    private final List<Line> lines;
    private final long permits;
    private final Map<Line, Long> charges = new LinkedHashMap<>();
    private final boolean inAdvance;
    private final Duration inFlight;
    private final List<Slot> slots = new ArrayList<>();
    private long sentAt;

    Take(Pump pump, Waiter first, long now) {
        this.pump = pump;
        this.first = first;
        this.lines = first.lines();
        Line line = lines.get(0);
        this.permits = lines.size() > 1
                ? first.permits()
                : line.waiting().first(line.most(now)).stream()
                        .mapToLong(Waiter::permits)
                        .sum();
        Map<Line, Long> tooMuch = new LinkedHashMap<>();
        for (Line each : lines) {
            long charge = each.charge(permits);
            charges.put(each, charge);
            if (charge > each.settings().capacity()) {
                tooMuch.put(each, each.settings().capacity());
            }
        }
        this.inAdvance = !tooMuch.isEmpty();
        if (inAdvance) {
            charges.clear();
            charges.putAll(tooMuch);
        }
        this.inFlight = inAdvance ? Duration.ZERO : inFlight();
    }

    private Duration inFlight() {
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

    void begin() {
        lines.forEach(each -> each.busy(true));
        takeSlot(0);
    }

    private void takeSlot(int from) {
        int next = from;
        while (next < lines.size() && !lines.get(next).settings().concurrent()) {
            next++;
        }
        if (next == lines.size() || inAdvance) {
            send();
            return;
        }
        Line line = lines.get(next);
        int after = next + 1;
        answer(pump.ports().slots().slot(line.id()), (slot, failure) -> {
            if (slot != null && slot.allowed()) {
                slots.add(slot);
                takeSlot(after);
            } else {
                line.waitForSlot(pump.now() + SLOT_PAUSE);
                end();
            }
        });
    }

    private interface Answer<T> {
        void came(@Nullable T value, @Nullable Throwable failure);
    }

    private <T> void answer(CompletionStage<T> stage, Answer<T> then) {
        var unused = stage.whenComplete((value, failure) -> pump.mailbox().run(() -> {
            try {
                then.came(value, failure);
            } catch (RuntimeException | Error e) {
                // the lines must not stay busy
                end();
                throw e;
            }
        }));
    }

    private void send() {
        sentAt = pump.now();
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
        CompletionStage<TakenPermits> taken;
        try {
            taken = pump.ports().permits().take(parts, inFlight);
        } catch (RuntimeException e) {
            taken = CompletableFuture.failedFuture(e);
        }
        answer(taken, this::came);
    }

    private void came(@Nullable TakenPermits taken, @Nullable Throwable failure) {
        long now = pump.now();
        long at = sentAt + (now - sentAt) / 2;
        charges.keySet()
                .forEach(each ->
                        each.lateness().answered(now - sentAt, each.settings().guard()));
        if (taken == null) {
            charges.forEach(
                    (line, charge) -> line.supply().refused(charge, at, FAILURE_PAUSE, line.settings(), charge));
            end();
        } else if (taken.refusal().isPresent()) {
            refused(taken.refusal().get(), at);
        } else if (mustNotBeUsed(now)) {
            pump.ports().completions().execute(taken::cancel);
            end();
        } else {
            charges.forEach((line, charge) -> learn(line, taken.decisions(), at, now));
            if (inAdvance) {
                charges.forEach((line, charge) -> {
                    line.own().add(at, charge, false);
                    line.prepay(charge);
                });
                end();
            } else {
                new HandOut(pump, lines, charges, slots, taken, inFlight).run(candidates(), permits, at, now);
                slots.clear();
                end();
            }
        }
    }

    private boolean mustNotBeUsed(long now) {
        for (Line each : lines) {
            boolean late = inFlight.isZero()
                    && Lateness.isTooLate(now - sentAt, each.settings().guard());
            if (late || each.pacing().pausedUntil(now) - now > 0) {
                return !inAdvance;
            }
        }
        return false;
    }

    /** Who gets the permits: some may have left, and others have come, since they were asked for. */
    private List<Waiter> candidates() {
        if (lines.size() > 1) {
            return first.hasTurn() ? List.of(first) : List.of();
        }
        long sum = 0;
        List<Waiter> candidates = new ArrayList<>();
        for (Waiter each : lines.get(0).waiting().first(permits)) {
            sum += each.permits();
            if (sum <= permits && each.lines().size() == 1 && (candidates.isEmpty() || !oneByOne())) {
                candidates.add(each);
            }
        }
        return candidates;
    }

    /** Permits that are held, spaced or bound to a slot are those of one call. */
    private boolean oneByOne() {
        LineSettings settings = lines.get(0).settings();
        return !inFlight.isZero() || settings.spacing().isPresent() || settings.concurrent();
    }

    private void refused(Decision refusal, long at) {
        for (Map.Entry<Line, Long> each : charges.entrySet()) {
            Line line = each.getKey();
            if (!line.isOf(refusal.policy())) {
                continue;
            }
            long needed = Math.min(line.charge(first.permits()), each.getValue());
            Duration retry = refusal.retryAfter().orElse(Limit.LONGEST_WINDOW);
            line.supply().refused(each.getValue(), at, retry, line.settings(), needed);
        }
        end();
        lines.forEach(pump::giveUpHopeless);
    }

    private void learn(Line line, List<Decision> decisions, long at, long now) {
        long remaining = Long.MAX_VALUE;
        Duration reset = Duration.ZERO;
        for (Decision each : decisions) {
            if (!line.isOf(each.policy())) {
                continue;
            }
            remaining = Math.min(remaining, each.remaining());
            if (each.remaining() == 0) {
                reset = longer(reset, each.resetAfter());
            }
            if (each.policy().equals(line.id().policy()) && each.limit().isPresent()) {
                Limit limit = each.limit().get();
                if (line.isNear(limit, each.remaining(), now)) {
                    pump.ports().listener().near(line.id(), limit, each.remaining());
                }
            }
        }
        line.supply().taken(charges.getOrDefault(line, 0L), remaining, at, reset, line.settings());
    }

    private void end() {
        slots.forEach(Slot::close);
        lines.forEach(each -> each.busy(false));
        pump.runSoon(lines);
    }
}
