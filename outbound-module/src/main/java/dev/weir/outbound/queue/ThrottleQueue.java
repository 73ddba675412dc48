package dev.weir.outbound.queue;

import dev.weir.outbound.Permit;
import dev.weir.outbound.ThrottleQueueFullException;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.queue.port.QueuePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The lines of one instance, in which calls wait for permits. A call that waits is a future and no thread. Safe for use
 * by many threads; no method waits.
 *
 * <pre>
 * CompletableFuture&lt;Permit&gt; permit = queue.acquire(List.of(kis), 1, 0, Duration.ofSeconds(5));
 * </pre>
 *
 * <p>All that happens to lines happens in one {@link Mailbox}, one after the other; operations of the counter run
 * beside it, one for each line at a time.
 */
public final class ThrottleQueue {

    private static final Duration IDLE_TIME = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(366);
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Of more lines than this, all that are idle end; of fewer, those that have been so for a while. */
    private static final int MANY_LINES = 1_000;

    private final Function<LineId, LineSettings> settings;
    private final QueuePorts ports;
    private final boolean watching;
    /** Used by the thread of the mailbox. */
    private boolean closed;
    /** When lines were looked at last, to end those that are idle; used by the thread of the mailbox. */
    private long sweptAt;

    private final Mailbox mailbox = new Mailbox();
    private final Pump pump;
    private final Map<LineId, Line> lines = new ConcurrentHashMap<>();

    /**
     * Lines that are made as calls come, and take it that these arrive when they are sent.
     *
     * @param settings the present settings of a line
     */
    ThrottleQueue(Function<LineId, LineSettings> settings, QueuePorts ports) {
        this(settings, ports, false);
    }

    /** Lines that notice, by when calls end, how late they arrive. */
    public static ThrottleQueue watching(Function<LineId, LineSettings> settings, QueuePorts ports) {
        return new ThrottleQueue(settings, ports, true);
    }

    private ThrottleQueue(Function<LineId, LineSettings> settings, QueuePorts ports, boolean watching) {
        this.settings = settings;
        this.ports = ports;
        this.watching = watching;
        this.pump = new Pump(ports, mailbox);
        this.sweptAt = ports.timer().nanoTime();
    }

    /**
     * Waits for {@code permits} of each of {@code ids}: all or none.
     *
     * <p>A call that has its turn takes them as soon as the counter has them. To cancel the future, or to complete
     * it in another way, gives the place up at once.
     *
     * @param ids one or more, each of another policy
     * @param permits 1 or more
     * @param priority calls of a higher one go first
     * @param maxWait 0 or more; zero for what is free now
     * @return completes, on a thread of {@link QueuePorts#completions}, with the permit or a {@link
     *     dev.weir.outbound.ThrottleException}: at once if the line is full, or if the wait is certain to be too long
     * @throws IllegalArgumentException if an argument is out of its range, or a limit never has {@code permits} at once
     */
    public CompletableFuture<Permit> acquire(List<LineId> ids, long permits, int priority, Duration maxWait) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits must be >= 1, was " + permits);
        }
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait must be >= 0, was " + maxWait);
        }
        if (ids.isEmpty() || new HashSet<>(ids.stream().map(LineId::policy).toList()).size() < ids.size()) {
            throw new IllegalArgumentException("the policies must be one or more, each once");
        }
        for (LineId each : ids) {
            long most = settings.apply(each).capacity();
            if (permits > most) {
                throw new IllegalArgumentException(
                        "permits of policy \"" + each.policy() + "\" must be <= " + most + ", was " + permits);
            }
        }
        Duration wait = maxWait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : maxWait;
        CompletableFuture<Permit> future = new CompletableFuture<>();
        long since = ports.timer().nanoTime();
        mailbox.run(() -> {
            try {
                enter(ids, permits, priority, wait, since, future);
            } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
                throw e;
            }
        });
        return future;
    }

    private void enter(
            List<LineId> ids,
            long permits,
            int priority,
            Duration maxWait,
            long since,
            CompletableFuture<Permit> future) {
        if (closed) {
            future.completeExceptionally(ended());
            return;
        }
        long now = pump.now();
        List<Line> own = new ArrayList<>();
        for (LineId id : ids) {
            Line line = lineOf(id, now);
            own.add(line);
            int size = line.waiting().size();
            if (size >= line.settings().queue() + line.supply().free(now, line.settings())) {
                ports.listener().gaveUp(id);
                var failure = new ThrottleQueueFullException(id.policy(), size);
                ports.completions().execute(() -> future.completeExceptionally(failure));
                return;
            }
        }
        for (Line line : own) {
            long wait = line.outlook(now).until(line.waiting().ahead(priority) + permits);
            if (wait > maxWait.toNanos()) {
                ports.listener().gaveUp(line.id());
                pump.fail(future, line.id(), wait, maxWait);
                return;
            }
        }
        Waiter waiter = new Waiter(own, permits, priority, maxWait, since, future);
        for (Line line : own) {
            line.pacing().active(now);
            line.waiting().add(waiter);
        }
        var unused = future.whenComplete((permit, failure) -> {
            if (failure != null) {
                mailbox.run(() -> pump.leave(waiter));
            }
        });
        pump.runSoon(own);
    }

    private Line lineOf(LineId id, long now) {
        if (!lines.containsKey(id) && now - sweptAt >= SWEEP_NANOS) {
            // only those that come can make them too many
            sweptAt = now;
            Duration unused = lines.size() > MANY_LINES ? Duration.ZERO : IDLE_TIME;
            lines.values().removeIf(each -> each.isIdle(now, unused));
        }
        LineSettings present = settings.apply(id);
        if (!lines.containsKey(id)) {
            ports.board().onChange(id, this::paceChanged);
        }
        Line line = lines.computeIfAbsent(id, each -> new Line(each, present, ports, watching, mailbox, pump));
        line.watched().configure(present);
        return line;
    }

    private static IllegalStateException ended() {
        return new IllegalStateException("the application has ended");
    }

    /** The end: calls that wait fail, and so do those that come. */
    public void close() {
        mailbox.run(() -> {
            closed = true;
            for (Line line : lines.values()) {
                for (Waiter each : line.waiting().inOrder()) {
                    ports.completions().execute(() -> each.future().completeExceptionally(ended()));
                }
            }
        });
    }

    /** The remote has no more permits for {@code wait}: a pause, if none is longer. */
    public void exhausted(LineId id, Duration wait) {
        mailbox.run(() -> {
            Line line = lineOf(id, pump.now());
            long millis = ports.clock().millis();
            line.pacing()
                    .change(
                            pace -> pace.pausedUntil() >= millis + wait.toMillis() ? pace : pace.paused(millis, wait),
                            line.settings());
            changed(line);
        });
    }

    /** Lets no call begin for {@code duration}, on no instance; zero ends a pause. */
    public void pause(LineId id, Duration duration) {
        mailbox.run(() -> {
            Line line = lineOf(id, pump.now());
            long millis = ports.clock().millis();
            line.pacing().change(pace -> pace.paused(millis, duration), line.settings());
            changed(line);
        });
    }

    /**
     * The remote has refused a call: pauses all instances, and takes a part of the rate.
     *
     * @param retryAfter how long the remote asks to wait; empty if it does not, or is not believed
     */
    public void remoteRefused(LineId id, Optional<Duration> retryAfter) {
        mailbox.run(() -> {
            Line line = lineOf(id, pump.now());
            long millis = ports.clock().millis();
            Duration pause = retryAfter.orElse(line.settings().pauseUnasked());
            LineSettings present = line.settings();
            line.pacing().change(pace -> pace.refused(millis, pause, present), present);
            changed(line);
        });
    }

    /** Another instance may have changed what all share of some lines. */
    private void paceChanged(Predicate<LineId> some) {
        mailbox.run(() -> {
            for (Line each : lines.values()) {
                if (some.test(each.id())) {
                    each.pacing().reread(pump.now());
                }
            }
        });
    }

    private void changed(Line line) {
        pump.giveUpHopeless(line);
        pump.run(line);
    }

    /** How many lines there are: one for each key with calls, and for some that had them not long ago. */
    int size() {
        return lines.size();
    }

    /** How many calls wait in a line. */
    public int queued(LineId id) {
        Line line = lines.get(id);
        return line == null ? 0 : line.waiting().size();
    }

    /** The pace of a policy: the longest pause and the least share of the rate, of the lines of all its keys. */
    public PresentPace pace(String policy) {
        long now = ports.clock().millis();
        PresentPace present = PresentPace.FULL;
        for (Line each : lines.values()) {
            if (each.id().policy().equals(policy)) {
                present = present.and(each.pacing().present(), settings.apply(each.id()), now);
            }
        }
        return present;
    }

    /** How many calls wait for a policy, in the lines of all its keys. */
    public int queued(String policy) {
        int queued = 0;
        for (Line each : lines.values()) {
            queued += each.id().policy().equals(policy) ? each.waiting().size() : 0;
        }
        return queued;
    }
}
