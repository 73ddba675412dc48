package dev.weir.outbound.queue;

import dev.weir.Slot;
import dev.weir.outbound.Permit;
import dev.weir.outbound.queue.pace.Arrivals;
import dev.weir.outbound.queue.permits.OwnUse;
import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.queue.port.Timer;
import dev.weir.spi.TakenPermits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Permits that were taken together, from when they are handed out to the end of the calls that got them.
 * {@link #run} is for the thread of the mailbox; times are nanoseconds.
 */
final class HandOut {

    private static final long MOST_LATE = TimeUnit.MILLISECONDS.toNanos(250);

    private final Pump pump;
    /** As many were asked for. */
    private final long permits;

    private final List<Line> lines;
    private final Map<Line, Long> charges;
    private final Map<Line, OwnUse.Entry> entries = new LinkedHashMap<>();
    /** Of the policies that space calls. */
    private final Map<Line, OwnUse.Entry> spacings = new LinkedHashMap<>();

    private final Map<Line, Arrivals.Flight> flights = new LinkedHashMap<>();
    private final List<Slot> slots;
    private final TakenPermits taken;
    private final Duration inFlight;
    private final boolean untilResponse;
    private long handedOut;
    /** When the last call has to have departed. */
    private volatile long departBy;

    private Timer.Cancellable timeout = () -> {};

    HandOut(Pump pump, TakePlan plan, List<Slot> slots, TakenPermits taken) {
        this.pump = pump;
        this.permits = plan.permits();
        this.lines = plan.lines();
        this.charges = new LinkedHashMap<>(plan.charges());
        this.slots = List.copyOf(slots);
        this.taken = taken;
        this.inFlight = plan.inFlight();
        this.untilResponse = plan.isUntilResponse();
    }

    void run(List<Waiter> waiters, long at, long now) {
        handedOut = waiters.stream().mapToLong(Waiter::permits).sum();
        if (waiters.isEmpty()) {
            slots.forEach(Slot::close);
            charges.forEach((line, charge) -> line.supply().gaveBack(charge, now, line.settings()));
            pump.ports().operations().execute(taken::cancel);
            return;
        }
        // the counter hears of a settlement as much later as its answer was under way
        long settled = now + (now - at);
        long from = inFlight.isZero() ? at : untilResponse ? now : settled;
        for (Line each : lines) {
            long charge = each.charge(handedOut);
            if (handedOut < permits) {
                each.supply().gaveBack(charges.getOrDefault(each, charge) - charge, now, each.settings());
                charges.put(each, charge);
            }
            each.charged(handedOut);
            each.forgetOld(now);
            each.pacing().active(now);
            entries.put(each, each.own().add(from, charge, untilResponse));
            each.settings().spacing().ifPresent(spacing -> {
                boolean held = untilResponse && spacing.fromResponse();
                spacings.put(each, each.spaced().add(held ? now : at, 1, held));
            });
            flights.put(each, each.watched().began(now, waiters.size(), untilResponse));
        }
        boolean late = !inFlight.isZero() && !untilResponse;
        if (handedOut < permits || late) {
            settle();
        }
        if (late) {
            lines.forEach(each -> each.supply().settled(settled, each.settings()));
        }
        departBy = departBy(at, now);
        give(waiters, now);
        if (untilResponse) {
            // a permit that is never closed is in use from the end of its time, as the counter has it
            timeout = pump.ports()
                    .timer()
                    .at(now + inFlight.toNanos(), () -> pump.mailbox().run(this::timedOut));
        }
    }

    /** A hold has to last longer than the way of its call; what is used already may be a little late. */
    private long departBy(long at, long now) {
        long by = Long.MAX_VALUE;
        for (Line each : lines) {
            LineSettings settings = each.settings();
            long latest = untilResponse
                    ? at - (now - at) + inFlight.toNanos() - settings.guard().toNanos()
                    : now + Math.min(MOST_LATE, settings.window().toNanos() / 4);
            by = by == Long.MAX_VALUE || latest - by < 0 ? latest : by;
        }
        return by;
    }

    private void timedOut() {
        long now = pump.now();
        entries.forEach((line, entry) -> {
            if (entry.isInFlight()) {
                entry.settle(now);
                line.supply().settled(now, line.settings());
                line.watched().unseen();
            }
        });
        spacings.values().forEach(entry -> entry.settle(now));
    }

    /** All in one task, so that none of them overtakes another. */
    private void give(List<Waiter> waiters, long now) {
        Map<Waiter, Permit> permitsOf = new LinkedHashMap<>();
        for (Waiter waiter : waiters) {
            for (Line each : lines) {
                each.waiting().remove(waiter);
                pump.ports().listener().granted(each.id(), now - waiter.since());
            }
            permitsOf.put(waiter, new Granted(waiter.permits()));
        }
        pump.ports()
                .completions()
                .execute(() -> permitsOf.forEach((waiter, permit) -> {
                    if (!waiter.future().complete(permit)) {
                        boolean unused = permit.cancel();
                    }
                }));
    }

    /** Tells the counter what is in use, as from now. */
    private void settle() {
        Map<String, Long> used = new LinkedHashMap<>();
        charges.forEach((line, charge) -> used.put(line.id().policy(), charge));
        pump.ports().operations().execute(() -> taken.settle(used));
    }

    private void returned() {
        lines.forEach(each -> pump.ports().listener().returned(each.id()));
    }

    private void closed() {
        slots.forEach(Slot::close);
        if (untilResponse) {
            settle();
        }
        pump.mailbox().run(() -> {
            long now = pump.now();
            timeout.cancel();
            flights.forEach((line, flight) -> line.watched().answered(flight, now));
            if (!untilResponse && slots.isEmpty()) {
                pump.runSoon(lines);
                return;
            }
            entries.forEach((line, entry) -> {
                entry.settle(now);
                line.supply().settled(now, line.settings());
                line.slotFreed(now);
            });
            spacings.values().forEach(entry -> entry.settle(now));
            pump.runSoon(lines);
        });
    }

    private void cancelled(long permits) {
        slots.forEach(Slot::close);
        pump.mailbox().run(() -> {
            long now = pump.now();
            timeout.cancel();
            flights.forEach((line, flight) -> line.watched().cancelled(flight));
            handedOut -= permits;
            if (handedOut > 0) {
                giveBackSome(permits, now);
            } else {
                pump.ports().operations().execute(taken::cancel);
                entries.forEach((line, entry) -> giveBack(line, entry, charges.getOrDefault(line, 0L), now));
                spacings.values().forEach(entry -> entry.giveBack(1));
            }
            pump.runSoon(lines);
        });
    }

    /** Of permits that were taken together the counter takes some back once; what comes later stays in use. */
    private void giveBackSome(long permits, long now) {
        entries.forEach((line, entry) -> {
            long charge = charges.getOrDefault(line, 0L);
            long back = Math.min(charge - 1, charge * permits / (handedOut + permits));
            charges.put(line, charge - back);
            giveBack(line, entry, back, now);
        });
        settle();
    }

    private void giveBack(Line line, OwnUse.Entry entry, long permits, long now) {
        entry.giveBack(permits);
        line.supply().gaveBack(permits, now, line.settings());
        line.slotFreed(now);
    }

    /** The permits of one call. */
    private final class Granted implements AgingPermit {

        private final long permits;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Granted(long permits) {
            this.permits = permits;
        }

        @Override
        public boolean isTooOld() {
            return pump.now() - departBy > 0;
        }

        @Override
        public boolean cancel() {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                returned();
                cancelled(permits);
            }
            return first;
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                returned();
                closed();
            }
        }
    }
}
