package dev.weir.outbound.queue;

import dev.weir.outbound.ThrottleTimeoutException;
import dev.weir.outbound.queue.pace.Pacing;
import dev.weir.outbound.queue.permits.Outlook;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.QueuePorts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Decides when the first of a line takes its permits, and who waits in vain. Used by the thread of the mailbox; times
 * are nanoseconds.
 */
final class Pump {

    private final QueuePorts ports;
    private final Mailbox mailbox;

    Pump(QueuePorts ports, Mailbox mailbox) {
        this.ports = ports;
        this.mailbox = mailbox;
    }

    QueuePorts ports() {
        return ports;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    long now() {
        return ports.timer().nanoTime();
    }

    /** The alarm of a line rings. */
    void woken(Line line) {
        line.alarm().rang();
        run(line);
    }

    /** What the instances share of a line has been read. */
    void paceRead(Line line) {
        line.pacing().tell(line.settings());
        line.lateness().noticed(line.pacing().readTook(), line.settings().guard());
        giveUpHopeless(line);
        run(line);
    }

    /** Lets the first of the line take its permits if it is time; otherwise sets the alarm. */
    void run(Line line) {
        if (line.isBusy()) {
            return;
        }
        Optional<Waiter> head = line.head();
        if (head.isEmpty()) {
            line.alarm().clear();
            return;
        }
        long now = now();
        Waiter first = head.get();
        long go = now;
        boolean ready = first.hasTurn();
        boolean unknown = false;
        for (Line each : first.lines()) {
            ready &= !each.isBusy();
            unknown |= each.pacing().isUnknown(now);
            go = later(go, each.go(now));
        }
        if (unknown) {
            line.alarm().set(now + Pacing.PATIENCE);
        } else if (ready && go - now <= 0) {
            new Take(this, TakePlan.of(first, now)).begin();
        } else if (giveUpLate(line, now)) {
            runSoon(line);
        } else {
            line.pacing().poll(now);
            setAlarm(line, ready ? go : now + Pacing.POLL, now);
        }
    }

    private static void setAlarm(Line line, long go, long now) {
        long ring = go;
        long poll = line.pacing().nextPoll();
        if (poll - now > 0 && poll - ring < 0 && line.pacing().members() > 1) {
            ring = poll;
        }
        for (Waiter each : line.waiting().inOrder()) {
            if (each.deadline() - ring < 0) {
                ring = each.deadline();
            }
        }
        line.alarm().set(ring);
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    private boolean giveUpLate(Line line, long now) {
        boolean late = false;
        for (Waiter each : line.waiting().inOrder()) {
            if (each.deadline() - now <= 0) {
                giveUp(each, line.outlook(now).until(line.waiting().ahead(each.priority())));
                late = true;
            }
        }
        return late;
    }

    /** What was believed has become worse: those whose wait cannot succeed any more have no place in the line. */
    void giveUpHopeless(Line line) {
        if (line.isBusy() || line.waiting().size() == 0) {
            return;
        }
        long now = now();
        Outlook outlook = line.outlook(now);
        long ahead = 0;
        for (Waiter each : line.waiting().inOrder()) {
            long wait = outlook.until(ahead + each.permits());
            if (now + wait - each.deadline() > each.maxWait().toNanos() / 16) {
                giveUp(each, wait);
            } else {
                ahead += each.permits();
            }
        }
    }

    /** Takes a waiter out of its lines, without permits. */
    void giveUp(Waiter waiter, long estimate) {
        if (leave(waiter)) {
            LineId line = waiter.lines().get(0).id();
            ports.listener().gaveUp(line);
            fail(waiter.future(), line, estimate, waiter.maxWait());
        }
    }

    void fail(CompletableFuture<?> future, LineId line, long estimate, Duration maxWait) {
        var failure = new ThrottleTimeoutException(line.policy(), Duration.ofNanos(estimate), maxWait);
        ports.completions().execute(() -> future.completeExceptionally(failure));
    }

    /** Takes a waiter out of its lines, and lets those behind it move up. Returns whether it was there. */
    boolean leave(Waiter waiter) {
        boolean left = false;
        for (Line each : waiter.lines()) {
            left |= each.waiting().remove(waiter);
        }
        if (left) {
            waiter.lines().forEach(this::runSoon);
        }
        return left;
    }

    /** Looks at a line after what is being done now. */
    void runSoon(Line line) {
        mailbox.run(() -> run(line));
    }

    void runSoon(List<Line> lines) {
        lines.forEach(this::runSoon);
    }
}
