package dev.weir.outbound.queue.pace;

import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.queue.port.QueuePorts;
import dev.weir.outbound.queue.port.SharedPace;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The pace of one line as this instance knows it, and its exchange with the others. Used by the thread of the mailbox;
 * times are nanoseconds unless they are named otherwise.
 */
public final class Pacing {

    /** The longest wait for the pace. */
    public static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

    public static final long POLL = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long STALE = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE = TimeUnit.SECONDS.toNanos(2);

    /** So long after a line has become busy, others that did so at the same time may not have said it yet. */
    private static final long FIRST_MOMENTS = TimeUnit.MILLISECONDS.toNanos(220);

    private static final long DECLARE_MILLIS = 750;

    private final LineId line;
    private final QueuePorts ports;
    private final Executor mailbox;
    private final Runnable changed;

    /** Read by other threads. */
    private volatile SharedPace pace = SharedPace.FULL;

    private long readAt;
    private boolean known;
    private boolean reading;
    /** Whether it may have been changed since the reading began. */
    private boolean readAgain;

    /** Whether a change has not been told to the others. */
    private boolean unsaid;

    private long startedAt;
    private long readTook;
    private long activeSince;
    private long activeAt;
    private int toldPermille = 1000;
    private long toldPause;

    /**
     * That of a line which is new.
     *
     * @param mailbox runs what happens to the line
     * @param changed runs there when the pace has been read
     */
    public Pacing(LineId line, QueuePorts ports, Executor mailbox, Runnable changed) {
        this.line = line;
        this.ports = ports;
        this.mailbox = mailbox;
        this.changed = changed;
        long now = ports.timer().nanoTime();
        this.readAt = now - STALE;
        this.startedAt = now - STALE;
        this.activeSince = now;
        this.activeAt = now - IDLE;
    }

    /** A call has come, or has its permits. */
    public void active(long now) {
        if (now - activeAt >= IDLE) {
            activeSince = now;
        }
        activeAt = now;
    }

    /** How long the last exchange took, if it was a reading; otherwise 0. */
    public long readTook() {
        return readTook;
    }

    /** Since when calls have come without a long break. */
    public long activeSince() {
        return activeSince;
    }

    /** Whether there has been no call for {@code unused}, and there is nothing to know but the whole rate. */
    public boolean isIdle(long now, Duration unused, LineSettings settings) {
        return now - activeAt >= unused.toNanos()
                && !reading
                && !unsaid
                && pausedUntil(now) - now <= 0
                && permille(settings) == 1000;
    }

    /** How many instances are believed to want permits, this one included. */
    public int instances(long now) {
        int members = ports.board().members();
        if (members <= 1) {
            return 1;
        }
        if (!known || now - readAt > 2 * STALE || now - activeSince < FIRST_MOMENTS) {
            return members;
        }
        return 1 + othersWaiting();
    }

    /** How many other instances have said that calls wait there. */
    public int othersWaiting() {
        return pace.othersWaiting(ports.instance(), ports.clock().millis());
    }

    /** The most instances that can take permits. */
    public int members() {
        return Math.max(1, ports.board().members());
    }

    /** The pace as it is known. For any thread. */
    public SharedPace present() {
        return pace;
    }

    public int permille(LineSettings settings) {
        return pace.permilleAt(ports.clock().millis(), settings);
    }

    /** When calls may go on, perhaps in the past. */
    public long pausedUntil(long now) {
        long millis = pace.pausedUntil() - ports.clock().millis();
        return millis <= 0 ? now : now + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Whether the pace has to be read before a permit is taken; if so, it is being read. */
    public boolean isUnknown(long now) {
        if (ports.board().members() <= 1 || now - readAt < STALE) {
            return false;
        }
        if (!isReading(now)) {
            exchange(now, UnaryOperator.identity(), false);
        }
        return now - startedAt < PATIENCE;
    }

    private boolean isReading(long now) {
        return reading && now - startedAt < STALE;
    }

    /** Another instance may have changed the pace: reads it, after what is being read. */
    public void reread(long now) {
        if (isReading(now)) {
            readAgain = true;
        } else if (ports.board().members() > 1) {
            exchange(now, UnaryOperator.identity(), false);
        }
    }

    /** When the pace has to be read again while calls wait. */
    public long nextPoll() {
        return (readAt - startedAt > 0 ? readAt : startedAt) + POLL;
    }

    /** Calls wait: reads the pace if it is time, and says that they do. */
    public void poll(long now) {
        if (ports.board().members() <= 1 || isReading(now)) {
            return;
        }
        long millis = ports.clock().millis();
        boolean declare = pace.waitsUntil(ports.instance()) - millis < DECLARE_MILLIS;
        boolean write = declare || unsaid;
        if (write || now - nextPoll() >= 0) {
            // also what could not be said before
            SharedPace own = pace;
            exchange(now, each -> write ? each.merge(own).waits(ports.instance(), millis) : each, write);
        }
    }

    /** Changes the pace here at once, and for the others. */
    public void change(UnaryOperator<SharedPace> change, LineSettings settings) {
        learn(change.apply(pace), settings);
        if (ports.board().members() > 1) {
            exchange(ports.timer().nanoTime(), change, true);
        }
    }

    private void exchange(long now, UnaryOperator<SharedPace> change, boolean write) {
        reading = true;
        startedAt = now;
        var reply = write ? ports.board().change(line, change) : ports.board().read(line);
        var unused = reply.whenComplete((read, failure) -> mailbox.execute(() -> {
            reading = false;
            known = failure == null;
            unsaid = write ? !known : unsaid;
            readAt = ports.timer().nanoTime();
            readTook = known && !write ? readAt - now : 0;
            if (known) {
                pace = pace.merge(read);
            }
            changed.run();
            if (readAgain) {
                readAgain = false;
                reread(readAt);
            }
        }));
    }

    private void learn(SharedPace other, LineSettings settings) {
        pace = pace.merge(other);
        tell(settings);
    }

    /** Tells the listener what it has not been told yet. */
    public void tell(LineSettings settings) {
        long millis = ports.clock().millis();
        if (pace.pausedUntil() > millis && pace.pausedUntil() != toldPause) {
            toldPause = pace.pausedUntil();
            ports.listener().paused(line, Duration.ofMillis(toldPause - millis));
        }
        int permille = permille(settings);
        if (permille != toldPermille) {
            int before = toldPermille;
            toldPermille = permille;
            ports.listener().rated(line, before, permille);
        }
    }
}
