package dev.weir.core;

import dev.weir.Limit;
import java.util.List;

/**
 * A named set of limits that are decided together. Immutable; its methods are pure functions.
 *
 * @param name matches {@code [a-z][a-z0-9-]{0,62}}
 * @param limits all limits have to admit; an empty list means unlimited
 * @param algorithm what counts the limits, except those per calendar window: {@link Algorithm#of}
 * @param block when a key is refused for longer than its limits refuse it
 * @param sharers the number of instances that count separately; each takes, for every permit, one for each of them; 1
 *     where all count together
 * @param rollout the share of the keys for which this is enforced, in hundredths of a percent; it is shadow for others
 * @param others the limits of the policy's other tiers, which this tier counts and does not decide by; empty without
 *     tiers
 */
public record Policy(
        String name,
        List<Limit> limits,
        Algorithm algorithm,
        Mode mode,
        Fallback fallback,
        BlockRule block,
        int sharers,
        int rollout,
        List<Limit> others) {

    /** The roll-out of a policy that is enforced for all keys. */
    public static final int ALL_KEYS = 10_000;

    /** @throws IllegalArgumentException if a limit takes longer to recover than 366 days; the message is the rule */
    public Policy {
        // most callers pass a literal: comparing interned names does not compare characters
        name = name.intern();
        limits = List.copyOf(limits);
        others = List.copyOf(others);
        for (Limit limit : limits) {
            if (Counter.refillMillis(limit) > Limit.LONGEST_WINDOW.toMillis() * 2) {
                throw new IllegalArgumentException("burst must refill within 732d, was \"" + limit.burst() + '"');
            }
        }
    }

    /** Returns a policy without tiers that enforces {@code limits} for all keys, and has the default settings. */
    public static Policy of(String name, Algorithm algorithm, List<Limit> limits) {
        return new Policy(
                name, limits, algorithm, Mode.ENFORCE, Fallback.LOCAL, BlockRule.NONE, 1, ALL_KEYS, List.of());
    }

    /** Returns the same policy in another mode. */
    public Policy withMode(Mode other) {
        return new Policy(name, limits, algorithm, other, fallback, block, sharers, rollout, others);
    }

    /** Returns the same policy with another fallback. */
    public Policy withFallback(Fallback other) {
        return new Policy(name, limits, algorithm, mode, other, block, sharers, rollout, others);
    }

    /** Returns the same policy with other blocks. */
    public Policy withBlock(BlockRule other) {
        return new Policy(name, limits, algorithm, mode, fallback, other, sharers, rollout, others);
    }

    /** Returns the same policy, enforced for another share of the keys. */
    public Policy withRollout(int hundredths) {
        return new Policy(name, limits, algorithm, mode, fallback, block, sharers, hundredths, others);
    }

    /** The same policy on a tier, which decides by {@code own} limits and counts by those of {@code all} tiers. */
    public Policy onTier(List<Limit> own, List<Limit> all) {
        return new Policy(name, own, algorithm, mode, fallback, block, sharers, rollout, all);
    }

    /** The limits that are counted: first those that decide, in their order. */
    List<Limit> counted() {
        return Standing.countedBy(limits, others);
    }

    /** The same policy, which decides by other limits, and goes on counting by its own, so that it forgets nothing. */
    public Policy withLimits(List<Limit> own) {
        return onTier(own, counted());
    }

    /**
     * Returns the same policy for one of {@code instances} that count separately: it has an even share of each limit.
     */
    public Policy sharedBy(int instances) {
        return instances == sharers
                ? this
                : new Policy(name, limits, algorithm, mode, fallback, block, instances, rollout, others);
    }

    /**
     * The cost of {@code permits} in {@code limit}: one for each of the sharers, but at most the whole limit. Thus each
     * instance still has one permit of a limit with fewer permits than sharers. A request for more permits than the
     * limit ever has is still refused.
     */
    long cost(Limit limit, long permits) {
        if (sharers == 1) {
            return permits;
        }
        return permits > limit.burst() / sharers ? Math.max(permits, limit.burst()) : permits * sharers;
    }

    /** Takes {@code permits} from every limit if all have them; otherwise changes no count. */
    public Outcome acquire(State state, long permits, long nowMillis) {
        Standing standing = at(state, nowMillis);
        Verdict verdict = standing.assess(permits);
        if (verdict.allowed()) {
            if (limits.isEmpty()) {
                return new Outcome(state, verdict);
            }
            State next = charge(standing, permits, state.block());
            return new Outcome(
                    next, verdict.withQuotas(at(next, standing.nowMillis()).quotas()));
        }
        boolean counts = !verdict.blocked() && verdict.retryAfterMillis().isPresent();
        State next = counts ? standing.refused(1) : state;
        return next.version() == state.version()
                ? new Outcome(state, verdict)
                : new Outcome(next, standing.under(next).assess(permits));
    }

    /** Counts {@code refusals} that were made from memory: enough of them begin a block. */
    public State refused(State state, long refusals, long nowMillis) {
        State next = at(state, nowMillis).refused(refusals);
        return next.version() == state.version() ? state : next;
    }

    /**
     * Takes {@code permits} from every limit, whether or not they are available: settles calls that were admitted
     * already. Takes at most all permits of a limit: of permits used over a longer time, the rest is available again by
     * now.
     *
     * @param began a block that began meanwhile, with those before it
     */
    public State settle(State state, long permits, Block began, long nowMillis) {
        return charge(at(state, nowMillis), permits, state.block().later(began));
    }

    private State charge(Standing standing, long permits, Block after) {
        return standing.next(after, (counter, limit, now) -> charge(counter, limit, cost(limit, permits), now));
    }

    private Counter charge(Counter counter, Limit limit, long cost, long now) {
        long most = Math.min(cost, Standing.largestUse(limit, this));
        return most == 0 ? counter : counter.charge(limit, most, now);
    }

    /** Permits left of the limit that has the fewest; below 0 if more were charged than the limit has. */
    public long left(State state, long nowMillis) {
        return at(state, nowMillis).least((counter, limit, now) -> limit.burst() - counter.used(limit, now));
    }

    /**
     * The number of {@code charged} permits, which {@code state} includes, that can still count. For a bucket these are
     * all: two halves of a cluster that count separately both refill the same permits.
     */
    public long counting(State state, long charged, long nowMillis) {
        return at(state, nowMillis)
                .most((counter, limit, now) -> counter.algorithm().refillsContinuously()
                        ? charged
                        : Math.min(charged, counter.used(limit, now)));
    }

    /**
     * Permits that every limit got back between {@code before} and {@code after}; a limit whose window has passed got
     * none.
     */
    public long gotBack(State before, State after, long nowMillis) {
        if (limits.isEmpty()) {
            return 0;
        }
        Standing later = at(after, nowMillis);
        // both are read at the same time: {@code before} may still count uses at its own time that no longer count at
        // this one
        return Standing.at(this, before, later.nowMillis()).leastMoreUsedThan(later);
    }

    /** Returns the decision that {@link #acquire} would make, without taking anything. */
    public Verdict peek(State state, long permits, long nowMillis) {
        return at(state, nowMillis).assess(permits);
    }

    /** Refunds permits that were taken at {@code takenMillis} by a request that another policy refused. */
    public Outcome refund(State state, long permits, long takenMillis, long nowMillis) {
        Standing standing = at(state, nowMillis);
        if (block.forgives(state.block(), takenMillis, standing.nowMillis())) {
            // no counter has the charge any more
            return new Outcome(state, standing.assess(permits));
        }
        State next = standing.next(
                state.block(), (counter, limit, now) -> counter.refund(limit, cost(limit, permits), takenMillis, now));
        return new Outcome(next, peek(next, permits, standing.nowMillis()));
    }

    /** Milliseconds after which a state equals that of an unused key, so that stores can evict it; 0 if it does now. */
    public long millisUntilForgotten(State state, long nowMillis) {
        Standing standing = at(state, nowMillis);
        return Math.max(
                block.millisUntilForgotten(state.block(), standing.nowMillis()),
                standing.most((counter, limit, now) -> counter.millisUntilUsed(limit, 0, now)));
    }

    /**
     * The largest value of {@link #millisUntilForgotten} for a state in which at most all permits of the limits are
     * used.
     */
    public long recoveryMillis() {
        return Math.max(
                block.recoveryMillis(),
                counted().stream().mapToLong(Counter::recoveryMillis).max().orElse(0));
    }

    /**
     * A state from which nothing can be taken for one window. It replaces a state that cannot be read, because counting
     * from zero would forget what was used.
     */
    public State exhausted(long nowMillis) {
        return charge(at(State.EMPTY, nowMillis), Long.MAX_VALUE, Block.NONE);
    }

    /** The standing of {@code state} at {@code nowMillis}, or at its last change if that is later. */
    private Standing at(State state, long nowMillis) {
        return Standing.at(this, state, nowMillis);
    }
}
