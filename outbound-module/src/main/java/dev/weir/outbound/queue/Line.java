package dev.weir.outbound.queue;

import dev.weir.Limit;
import dev.weir.outbound.queue.pace.Lateness;
import dev.weir.outbound.queue.pace.Pacing;
import dev.weir.outbound.queue.pace.PresentSettings;
import dev.weir.outbound.queue.pace.TightenedCharge;
import dev.weir.outbound.queue.permits.FairShare;
import dev.weir.outbound.queue.permits.Forecast;
import dev.weir.outbound.queue.permits.NearNotice;
import dev.weir.outbound.queue.permits.Outlook;
import dev.weir.outbound.queue.permits.OwnUse;
import dev.weir.outbound.queue.permits.Supply;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.queue.port.QueuePorts;
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

    /** At the start another instance can need so much longer: it begins a little later, and reads the pace first. */
    private static final long FIRST_HOLD_OFF = TimeUnit.MILLISECONDS.toNanos(150);

    private final LineId id;
    private final WaitingLine waiting = new WaitingLine();
    private final OwnUse own = new OwnUse();
    /** Of the policy that spaces calls, if there is one. */
    private final OwnUse spaced = new OwnUse();

    private final TightenedCharge charge = new TightenedCharge();
    private final SlotWait slotWait = new SlotWait();
    private final Lateness lateness = new Lateness();
    private final PresentSettings settings;
    private final Supply supply;
    private final Pacing pacing;
    private final Alarm alarm;
    private final NearNotice near;

    private boolean busy;
    private long slotAt;

    Line(LineId id, LineSettings configured, QueuePorts ports, boolean watching, Mailbox mailbox, Pump pump) {
        long now = ports.timer().nanoTime();
        this.id = id;
        this.settings = new PresentSettings(configured, watching);
        this.supply = new Supply(own, configured, now);
        this.pacing = new Pacing(id, ports, mailbox::run, () -> pump.paceRead(this));
        this.alarm = new Alarm(ports.timer(), () -> mailbox.run(() -> pump.woken(this)));
        this.near = new NearNotice(now);
        this.slotAt = now;
    }

    /** When the next call may take its permits; not later than {@code now} if at once. */
    long go(long now) {
        long go = later(now, supply.next(now));
        long holdOff = FairShare.holdOff(shared(), later(now, go), pacing.instances(now));
        if (holdOff > 0) {
            long since = later(supply.since(), pacing.activeSince() + FIRST_HOLD_OFF);
            go = later(go, since + holdOff);
        }
        if (supply.free() == 0) {
            go = earlier(go, supply.look(now));
        }
        go = later(go, settings.go(now));
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
        LineSettings present = settings();
        if (present.spacing().isPresent() || present.untilResponse() || present.concurrent()) {
            return 1;
        }
        long most = supply.free(now, present);
        int instances = pacing.instances(now);
        if (instances > 1) {
            long allowance = FairShare.allowance(shared(), now, instances);
            most = Math.min(most, allowance >= 1 ? allowance : (most + instances - 1) / instances);
        }
        return Math.max(1, most * 1_000 / cost());
    }

    /** The limits that instances share fairly. Spacing replaces those that it keeps by itself. */
    private List<FairShare.Shared> shared() {
        LineSettings present = settings();
        Optional<Limit> spacing = present.spacing().map(each -> new Limit(1, each.interval()));
        List<FairShare.Shared> shared = new ArrayList<>();
        spacing.ifPresent(each -> shared.add(new FairShare.Shared(each, spaced)));
        for (Limit each : present.limits()) {
            if (spacing.isEmpty() || each.permits() * spacing.get().windowMillis() < each.windowMillis()) {
                shared.add(new FairShare.Shared(each, own));
            }
        }
        return shared;
    }

    private long cost() {
        return TightenedCharge.cost(pacing.permille(settings()), settings().capacity(), pacing.members());
    }

    /** What the counter has to be charged with for {@code permits}, beyond what was charged in advance. */
    long charge(long permits) {
        return charge.of(permits, cost());
    }

    void charged(long permits) {
        charge.charged(permits, cost());
    }

    /** Permits were charged for a call that costs more than can be taken at once. */
    void prepay(long permits) {
        charge.prepay(permits);
    }

    /** How long until {@code permits} more could have been taken by this instance. */
    Outlook outlook(long now) {
        int rivals = 1 + pacing.othersWaiting();
        long from = pacing.pausedUntil(now);
        List<Forecast> forecasts = new ArrayList<>();
        for (Limit each : settings().limits()) {
            forecasts.add(new Forecast(each, own, now, from, supply.free(), supply.next(now), rivals));
        }
        long interval = settings()
                .spacing()
                .map(each -> each.interval().toNanos() * rivals)
                .orElse(0L);
        return new Outlook(forecasts, cost(), interval);
    }

    void forgetOld(long now) {
        long longest = settings().limits().stream()
                .mapToLong(LineSettings::nanos)
                .max()
                .orElse(0);
        own.forget(now - longest * pacing.members() - longest);
        spaced.forget(now - longest * pacing.members() - longest);
    }

    /** All slots are held. */
    void slotRefused(long now) {
        slotAt = slotWait.refused(now);
    }

    void slotTaken() {
        slotWait.taken();
    }

    /** A slot has been freed here. */
    void slotFreed(long now) {
        slotAt = now;
    }

    /** Whether few permits are left, and it was not said in this window. */
    boolean isNear(Limit limit, long remaining, long now) {
        return near.isDue(limit, remaining, settings().nearPercent(), now);
    }

    /**
     * Whether it may be forgotten: no call waits, none has come for {@code unused}, and there is nothing that has to be
     * kept of it. What it took is in use in the counter, which another line for the same key asks.
     */
    boolean isIdle(long now, Duration unused) {
        return waiting.size() == 0 && !busy && pacing.isIdle(now, unused, settings());
    }

    LineId id() {
        return id;
    }

    /** The settings that hold now. */
    LineSettings settings() {
        return settings.get();
    }

    /** The settings, and when calls arrive, by which they are chosen. */
    PresentSettings watched() {
        return settings;
    }

    WaitingLine waiting() {
        return waiting;
    }

    OwnUse own() {
        return own;
    }

    OwnUse spaced() {
        return spaced;
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
                || settings()
                        .spacing()
                        .filter(each -> each.policy().equals(policy))
                        .isPresent();
    }

    Optional<Waiter> head() {
        return waiting.head();
    }
}
