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

    private final CounterId id;
    private volatile Policy policy;
    private volatile @Nullable Memory memory;
    /** Whether somebody asked since {@link #wasUsed} did. Not volatile: to forget it once is no harm. */
    private boolean used;

    /** What is remembered of a counter: that there are permits for it here, or that there are none at all. */
    sealed interface Memory permits Lease, Denial {}

    Shortcut(CounterId id) {
        this.id = id;
        this.policy = id.policy();
    }

    final CounterId id() {
        return id.under(policy);
    }

    /** The one that was asked for last. */
    final Policy policy() {
        return policy;
    }

    /** Somebody asks. */
    final void use() {
        if (!used) {
            used = true;
        }
    }

    /** Whether somebody asked since this was asked. */
    final boolean wasUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** From now on this counts for {@code asked}, which has the same name, but can have other limits than before. */
    final void follow(Policy asked) {
        if (!asked.equals(policy)) {
            policy = asked;
            if (memory instanceof Denial) {
                memory = null;
            }
        }
    }

    /** The answer to {@code change}; null if the counter has to be asked. */
    final @Nullable Answer answer(Policy asked, Change change, long nowMillis) {
        Memory current = memory;
        if (current == null || !asked.equals(policy)) {
            return null;
        }
        if (change instanceof Change.Acquire acquire) {
            return current instanceof Lease lease
                    ? lease.take(acquire.permits(), nowMillis)
                    : refusal((Denial) current, asked, acquire.permits(), true, nowMillis);
        }
        if (change instanceof Change.Peek peek) {
            return current instanceof Lease lease
                    ? lease.look(peek.permits(), nowMillis)
                    : refusal((Denial) current, asked, peek.permits(), false, nowMillis);
        }
        return null;
    }

    private @Nullable Answer refusal(Denial current, Policy asked, long permits, boolean acquires, long nowMillis) {
        if (!current.isFresh(nowMillis)) {
            return null;
        }
        if (permits == current.permits() && current.isForever()) {
            return current.answer(nowMillis);
        }
        if (acquires && asked.blockMillis() > 0 && !current.verdict().blocked()) {
            // to be refused would begin a block
            return null;
        }
        if (permits == current.permits()) {
            return current.holds(nowMillis) ? current.answer(nowMillis) : null;
        }
        Verdict verdict = asked.peek(known(), permits, nowMillis);
        return verdict.allowed() ? null : new Answer.Counted(verdict, current.source());
    }

    /** The state that the counter was last seen in. */
    abstract State known();

    /** Remembers {@code lease} or else {@code denial} from now on. */
    final void remember(Optional<Lease> lease, Optional<Denial> denial) {
        memory = lease.isPresent() ? lease.get() : denial.orElse(null);
    }

    /** Nothing is remembered any more. */
    final void forgetAll() {
        memory = null;
    }

    /** Lets go of a refusal that says nothing any more. Whoever remembers another one must not do so at the same time. */
    final void forgetOldDenial(long nowMillis) {
        if (memory instanceof Denial denial && !denial.isFresh(nowMillis) && !denial.isNeeded(nowMillis)) {
            memory = null;
        }
    }

    /** Ends any lease: nothing more is taken from it. */
    final Optional<Lease.Ended> endLease() {
        if (memory instanceof Lease lease) {
            memory = null;
            return Optional.of(lease.end());
        }
        return Optional.empty();
    }

    /** Whether there is a lease, and it has ended. */
    final boolean leaseHasEnded(long nowMillis) {
        return memory instanceof Lease lease && lease.hasEnded(nowMillis);
    }

    /** Whether anything is remembered, whatever it says by now. */
    final boolean remembersSomething() {
        return memory != null;
    }

    final boolean hasLease() {
        return memory instanceof Lease;
    }

    /** Whether nothing is known any more that a new one would not know. */
    abstract boolean isForgotten(long nowMillis);

    /** Whether to forget this counter here could admit somebody too early. */
    boolean isNeeded(long nowMillis) {
        return isRefused(nowMillis);
    }

    /** Whether the counter is known to be used up. */
    boolean isRefused(long nowMillis) {
        return memory instanceof Denial denial && denial.isNeeded(nowMillis);
    }
}
