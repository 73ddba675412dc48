package dev.weir.outbound.runtime;

import dev.weir.outbound.Permit;
import dev.weir.outbound.statistics.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A permit that the application took itself: a call that succeeds when it is closed. Safe for use by many threads. */
final class CountedPermit implements Permit {

    private final Permit taken;
    private final Throttles throttles;
    private final List<CallPolicy> policies;
    private final long beganNanos;
    private final AtomicBoolean open = new AtomicBoolean(true);

    CountedPermit(Permit taken, Throttles throttles, List<CallPolicy> policies) {
        this.taken = taken;
        this.throttles = throttles;
        this.policies = policies;
        this.beganNanos = throttles.threads().nanoTime();
    }

    @Override
    public boolean cancel() {
        boolean cancelled = open.compareAndSet(true, false) && taken.cancel();
        if (cancelled) {
            policies.forEach(each -> throttles.counts().ended(each.settings().policy(), Outcome.NotSent.CANCELLED));
        }
        return cancelled;
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        taken.close();
        throttles.ended(policies, Outcome.Answer.SUCCESS, throttles.threads().nanoTime() - beganNanos);
    }
}
