package dev.weir.outbound.runtime;

import dev.weir.outbound.Permit;
import dev.weir.outbound.statistics.Outcome;
import dev.weir.outbound.statistics.ThrottleListener;
import java.util.concurrent.atomic.AtomicBoolean;

/** A permit that the application took itself: a call that succeeds when it is closed. Safe for use by many threads. */
final class CountedPermit implements Permit {

    private final Permit taken;
    private final Throttles throttles;
    private final CallPolicy policy;
    private final long beganNanos;
    private final AtomicBoolean open = new AtomicBoolean(true);

    CountedPermit(Permit taken, Throttles throttles, CallPolicy policy) {
        this.taken = taken;
        this.throttles = throttles;
        this.policy = policy;
        this.beganNanos = throttles.threads().nanoTime();
    }

    @Override
    public boolean cancel() {
        boolean cancelled = open.compareAndSet(true, false) && taken.cancel();
        if (cancelled) {
            throttles.counts().ended(policy.settings().policy(), Outcome.NotSent.CANCELLED);
        }
        return cancelled;
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        taken.close();
        ThrottleListener listener = throttles.counts();
        String name = policy.settings().policy();
        listener.called(name, Outcome.Answer.SUCCESS, throttles.threads().nanoTime() - beganNanos);
        listener.ended(name, Outcome.Answer.SUCCESS);
    }
}
