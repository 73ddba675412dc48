package dev.weir.outbound.queue;

import dev.weir.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The line of one key of one policy: who waits, what is known of its permits, and when it may take some. Used by the
 * thread of the mailbox; times are nanoseconds.
 */
final class Line {

    /** At the start another instance needs so much longer: it reads the pace before it takes permits. */
    private static final long FIRST_HOLD_OFF = TimeUnit.MILLISECONDS.toNanos(40);

    private final LineId id;
    private final WaitingLine waiting = new WaitingLine();
    private final OwnUse own = new OwnUse();
    private final TightenedCharge charge = new TightenedCharge();
    private final Supply supply;
    private final Pacing pacing;
    private final Alarm alarm;
    private final Arrivals arrivals = new Arrivals();
    /** Whether it is looked when calls arrive. */
    private final boolean watching;

    private LineSettings configured;
    private LineSettings careful;
    /** Those that hold now. */
    private LineSettings settings;

    private boolean busy;
    private long prepaid;
    private long slotAt;
    private long nearUntil;
    private final Lateness lateness = new Lateness();

    Line(LineId id, LineSettings settings, QueuePorts ports, boolean watching, Mailbox mailbox, Pump pump) {
        long now = ports.timer().nanoTime();
        this.id = id;
        this.configured = settings;
        this.careful = settings.careful();
        this.watching = watching;
        this.settings = watching ? careful : settings;
        this.supply = new Supply(own, settings, now);
        this.pacing = new Pacing(id, ports, mailbox, () -> pump.paceRead(this));
        this.alarm = new Alarm(ports.timer(), () -> mailbox.run(() -> pump.woken(this)));
        this.slotAt = now;
        this.nearUntil = now;
    }

    /** When the next call may take its permits; not later than {@code now} if at once. */
    long go(long now) {
        long go = later(now, supply.next(now));
        long holdOff = FairShare.holdOff(shared(), own, later(now, go), pacing.instances(now));
        if (holdOff > 0) {
            long since = later(supply.since(), pacing.activeSince() + FIRST_HOLD_OFF);
            go = later(go, since + holdOff);
        }
        if (supply.free() == 0) {
            go = earlier(go, supply.look(now));
        }
        if (watching && !configured.untilResponse()) {
            go = later(go, arrivals.go(now, settings.guard()));
        }
        return later(later(go, slotAt), pacing.pausedUntil(now));
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** How many permits to ask for at once, 1 or more. */
    long most(long now) {
        if (settings.spacing().isPresent() || settings.untilResponse() || settings.concurrent()) {
            return 1;
        }
        long most = supply.free(now, settings);
        int instances = pacing.instances(now);
        if (instances > 1) {
            long allowance = FairShare.allowance(shared(), own, now, instances);
            most = Math.min(most, allowance >= 1 ? allowance : (most + instances - 1) / instances);
        }
        return Math.max(1, most * 1_000 / cost());
    }

    /** The limits that instances share fairly. Spacing replaces those that it keeps by itself. */
    private List<Limit> shared() {
        if (settings.spacing().isEmpty()) {
            return settings.limits();
        }
        Limit spacing = new Limit(1, settings.spacing().get().interval());
        List<Limit> shared = new ArrayList<>(List.of(spacing));
        for (Limit each : settings.limits()) {
            if (each.permits() * spacing.windowMillis() < each.windowMillis()) {
                shared.add(each);
            }
        }
        return shared;
    }

    private long cost() {
        return TightenedCharge.cost(pacing.permille(settings), settings.capacity(), pacing.members());
    }

    /** What the counter has to be charged with for {@code permits}, beyond what was charged in advance. */
    long charge(long permits) {
        return Math.max(1, charge.of(permits, cost()) - prepaid);
    }

    void charged(long permits) {
        charge.charged(permits, cost());
        prepaid = 0;
    }

    /** Permits were charged for a call that costs more than can be taken at once. */
    void prepay(long permits) {
        prepaid += permits;
    }

    /** How long until {@code permits} more could have been taken by this instance. */
    Outlook outlook(long now) {
        int rivals = 1 + pacing.othersWaiting();
        long from = pacing.pausedUntil(now);
        List<Forecast> forecasts = new ArrayList<>();
        for (Limit each : settings.limits()) {
            forecasts.add(new Forecast(each, own, now, from, supply.free(), supply.next(now), rivals));
        }
        long interval = settings.spacing()
                .map(each -> each.interval().toNanos() * rivals)
                .orElse(0L);
        return new Outlook(forecasts, cost(), interval);
    }

    /** When the permits of all who wait will have been taken. Immutable. */
    record Outlook(List<Forecast> forecasts, long cost, long interval) {

        long until(long permits) {
            long charged = (permits * cost + 999) / 1_000;
            long wait = (permits - 1) * interval;
            for (Forecast each : forecasts) {
                wait = Math.max(wait, each.until(charged));
            }
            return wait;
        }
    }

    void forgetOld(long now) {
        long longest =
                settings.limits().stream().mapToLong(FairShare::nanos).max().orElse(0);
        own.forget(now - longest * pacing.members() - longest);
    }

    void waitForSlot(long until) {
        slotAt = until;
    }

    /** Whether few permits are left, and it was not said in this window. */
    boolean isNear(Limit limit, long remaining, long now) {
        long used = limit.burst() - remaining;
        if (now - nearUntil < 0 || used * 100 < limit.burst() * settings.nearPercent()) {
            return false;
        }
        nearUntil = now + FairShare.nanos(limit);
        return true;
    }

    /** Whether it may be forgotten. */
    boolean isIdle(long now) {
        forgetOld(now);
        return waiting.size() == 0
                && !busy
                && own.after(now - Duration.ofDays(400).toNanos()) == 0;
    }

    LineId id() {
        return id;
    }

    LineSettings settings() {
        return settings;
    }

    void settings(LineSettings changed) {
        if (!changed.equals(configured)) {
            configured = changed;
            careful = changed.careful();
        }
        choose();
    }

    private void choose() {
        boolean plain =
                !watching || configured.untilResponse() || arrivals.isSure(configured.guard(), configured.capacity());
        settings = plain ? configured : careful;
    }

    /** Calls have their permits, which are in use until the response if they are held. */
    Arrivals.Flight began(long now, int calls, boolean held) {
        return arrivals.began(now, calls, held);
    }

    /** One of them has ended. */
    void answered(Arrivals.Flight flight, long now) {
        arrivals.answered(flight, now, configured.guard(), configured.limits());
        choose();
    }

    /** One of them was given up. */
    void cancelled(Arrivals.Flight flight) {
        arrivals.cancelled(flight);
    }

    /** The end of a call was not seen. */
    void unseen() {
        arrivals.unseen();
        choose();
    }

    WaitingLine waiting() {
        return waiting;
    }

    OwnUse own() {
        return own;
    }

    Supply supply() {
        return supply;
    }

    Pacing pacing() {
        return pacing;
    }

    Alarm alarm() {
        return alarm;
    }

    Lateness lateness() {
        return lateness;
    }

    boolean isBusy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    /** The names of the policies of the counter that a call is charged to. */
    boolean isOf(String policy) {
        return id.policy().equals(policy)
                || settings.spacing()
                        .filter(each -> each.policy().equals(policy))
                        .isPresent();
    }

    Optional<Waiter> head() {
        return waiting.head();
    }
}
