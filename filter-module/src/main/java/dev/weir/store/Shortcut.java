package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a counter without asking for it: yes, while a lease lasts; no, while it is known to be used up. Makes
 * nothing but the answer. Safe for use by many threads.
 */
abstract class Shortcut {

    private volatile CounterId id;
    private volatile @Nullable Lease lease;
    private volatile @Nullable Denial denial;

    Shortcut(CounterId id) {
        this.id = id;
    }

    final CounterId id() {
        return id;
    }

    /** From now on this counts for {@code asked}, which is the same counter, but can have other limits than before. */
    final void follow(CounterId asked) {
        if (isOther(asked.policy())) {
            id = asked;
            denial = null;
        }
    }

    private boolean isOther(Policy policy) {
        return !policy.equals(id.policy());
    }

    /** The answer to {@code change}; null if the counter has to be asked. */
    final @Nullable Answer answer(CounterId asked, Change change, long nowMillis) {
        if (isOther(asked.policy())) {
            return null;
        }
        if (change instanceof Change.Acquire acquire) {
            Lease current = lease;
            return current != null && current.take(acquire.permits(), nowMillis)
                    ? current.answer(nowMillis)
                    : refusal(asked.policy(), acquire.permits(), true, nowMillis);
        }
        if (change instanceof Change.Peek peek) {
            Lease current = lease;
            return current != null && current.has(peek.permits(), nowMillis)
                    ? current.answer(nowMillis)
                    : refusal(asked.policy(), peek.permits(), false, nowMillis);
        }
        return null;
    }

    private @Nullable Answer refusal(Policy policy, long permits, boolean acquires, long nowMillis) {
        Denial current = denial;
        if (current == null || !current.isFresh(nowMillis)) {
            return null;
        }
        if (permits == current.permits() && current.isForever()) {
            return current.answer(nowMillis);
        }
        if (acquires && policy.blockMillis() > 0 && !current.verdict().blocked()) {
            // to be refused would begin a block
            return null;
        }
        if (permits == current.permits()) {
            return current.holds(nowMillis) ? current.answer(nowMillis) : null;
        }
        Verdict verdict = policy.peek(known(), permits, nowMillis);
        return verdict.allowed() ? null : new Answer.Counted(verdict, current.source());
    }

    /** The state that the counter was last seen in. */
    abstract State known();

    /** Remembers what is said from now on. */
    final void say(Optional<Lease> granted, Optional<Denial> refused) {
        lease = granted.orElse(null);
        denial = refused.orElse(null);
    }

    /** Nothing is said any more; whoever has the lease at that moment keeps what was taken from it. */
    final Optional<Lease.Ended> endLease() {
        Lease current = lease;
        lease = null;
        return current == null ? Optional.empty() : Optional.of(current.end());
    }

    /** Whether there is a lease, and it has ended. */
    final boolean leaseHasEnded(long nowMillis) {
        Lease current = lease;
        return current != null && current.hasEnded(nowMillis);
    }

    final boolean hasLease() {
        return lease != null;
    }

    /** Whether nothing is known any more that a new one would not know. */
    abstract boolean isForgotten(long nowMillis);

    /** Whether to forget this counter here could admit somebody too early. */
    boolean isNeeded(long nowMillis) {
        Denial current = denial;
        return current != null && current.isNeeded(nowMillis);
    }
}
