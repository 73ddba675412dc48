package dev.weir.core;

import dev.weir.Limit;
import java.util.List;
import java.util.Optional;

/**
 * A named set of limits that are decided together. Immutable; its methods are pure functions.
 *
 * @param name matches {@code [a-z][a-z0-9-]{0,62}}
 * @param limits all limits have to admit; an empty list means unlimited
 * @param algorithm what counts the limits that have no pace and are not per calendar window: {@link #algorithmOf}
 * @param block when a key is refused for longer than its limits refuse it
 * @param sharers the number of instances that count separately; each takes, for every permit, one for each of them; 1
 *     where all count together
 * @param rollout the share of the keys for which this is enforced, in hundredths of a percent; it is shadow for others
 * @param others the limits of the policy's other tiers, which this tier counts and does not decide by; empty without
 *     tiers
 * @param concurrency how many requests of one key may be in progress at once, 1 or more; empty if any number may
 * @param pace by how much all limits here are narrower than configured; empty if they are as configured
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
        List<Limit> others,
        Optional<Integer> concurrency,
        Optional<Pace> pace) {

    /** The roll-out of a policy that is enforced for all keys. */
    public static final int ALL_KEYS = 10_000;

    /** What follows the name of the policy where a request is refused because too many are in progress. */
    public static final String CONCURRENCY = "-concurrency";

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
                name,
                limits,
                algorithm,
                Mode.ENFORCE,
                Fallback.LOCAL,
                BlockRule.NONE,
                1,
                ALL_KEYS,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns the same policy in another mode. */
    public Policy withMode(Mode other) {
        return new Policy(name, limits, algorithm, other, fallback, block, sharers, rollout, others, concurrency, pace);
    }

    /** Returns the same policy with another fallback. */
    public Policy withFallback(Fallback other) {
        return new Policy(name, limits, algorithm, mode, other, block, sharers, rollout, others, concurrency, pace);
    }

    /** Returns the same policy with other blocks. */
    public Policy withBlock(BlockRule other) {
        return new Policy(name, limits, algorithm, mode, fallback, other, sharers, rollout, others, concurrency, pace);
    }

    /** Returns the same policy, enforced for another share of the keys. */
    public Policy withRollout(int hundredths) {
        return new Policy(
                name, limits, algorithm, mode, fallback, block, sharers, hundredths, others, concurrency, pace);
    }

    /** Returns the same policy with a number of requests that may be in progress at once. */
    public Policy withConcurrency(int most) {
        return new Policy(
                name, limits, algorithm, mode, fallback, block, sharers, rollout, others, Optional.of(most), pace);
    }

    /** The same policy on a tier, which decides by {@code own} limits and counts by those of {@code all} tiers. */
    public Policy onTier(List<Limit> own, List<Limit> all) {
        return new Policy(name, own, algorithm, mode, fallback, block, sharers, rollout, all, concurrency, pace);
    }

    /** The limits that are counted: first those that decide, in their order. */
    List<Limit> counted() {
        return Standing.countedBy(limits, others);
    }

    /**
     * The same policy, which decides by other limits, and goes on counting by its own, so that it forgets nothing. It
     * narrows them by its pace.
     */
    public Policy withLimits(List<Limit> own) {
        return deciding(pace.map(each -> each.narrowed(own)).orElse(own));
    }

    /** The same, by limits that are narrowed already, as those of this policy are. */
    public Policy deciding(List<Limit> own) {
        return onTier(own, counted());
    }

    /**
     * The same policy, all of whose limits are narrower, and exact.
     *
     * @throws IllegalStateException if this has a pace already
     */
    public Policy paced(Pace narrower) {
        if (pace.isPresent()) {
            throw new IllegalStateException("the policy is paced already, was \"" + name + '"');
        }
        List<Limit> own = narrower.narrowed(limits);
        List<Limit> all = narrower.narrowed(others);
        return new Policy(
                name, own, algorithm, mode, fallback, block, sharers, rollout, all, concurrency, Optional.of(narrower));
    }

    /**
     * This policy, if its algorithm can count its limits.
     *
     * @throws IllegalArgumentException if it cannot; the message is the rule
     */
    public Policy checked() {
        for (Limit limit : limits) {
            if (algorithmOf(limit) == Algorithm.SLIDING_LOG && limit.permits() > Algorithm.MOST_OF_LOG) {
                throw new IllegalArgumentException("permits must be <= " + Algorithm.MOST_OF_LOG + " with sliding-log");
            }
        }
        return this;
    }

    /** What counts {@code limit}, which is one of this policy. */
    public Algorithm algorithmOf(Limit limit) {
        return pace.isPresent() ? pace.get().algorithmOf(limit) : algorithm.of(limit);
    }

    /**
     * Returns the same policy for one of {@code instances} that count separately: it has an even share of each limit.
     */
    public Policy sharedBy(int instances) {
        return instances == sharers
                ? this
                : new Policy(
                        name, limits, algorithm, mode, fallback, block, instances, rollout, others, concurrency, pace);
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
        return take(
                state, permits, nowMillis, (counter, limit, now) -> charge(counter, limit, cost(limit, permits), now));
    }

    /** Takes permits by {@code step} from every limit if all have them; otherwise changes no count. */
    Outcome take(State state, long permits, long nowMillis, Standing.Step step) {
        Standing standing = at(state, nowMillis);
        Verdict verdict = standing.assess(permits);
        if (verdict.allowed()) {
            if (limits.isEmpty()) {
                return new Outcome(state, verdict);
            }
            State next = standing.next(state.block(), step);
            return new Outcome(
                    next, verdict.withQuotas(at(next, standing.nowMillis()).quotas()));
        }
        boolean counts = !verdict.blocked() && verdict.retryAfterMillis().isPresent();
        State next = counts ? standing.refused(1) : state;
        return next.version() == state.version()
                ? new Outcome(state, verdict)
                : new Outcome(next, standing.under(next).assess(permits).beginningBlock());
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
        return at(state, nowMillis).left();
    }

    /** Whether {@code one} refuses more than {@code other}, or for longer; both are read at the same time. */
    public boolean isStricter(State one, State other, long nowMillis) {
        long now = Math.max(nowMillis, Math.max(one.mark(), other.mark()));
        return at(one, now).isStricterThan(at(other, now));
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
        return Math.max(block.millisUntilForgotten(state.block(), standing.nowMillis()), standing.recoveryMillis());
    }

    /**
     * The largest value of {@link #millisUntilForgotten} for a state in which at most all permits of the limits are
     * used.
     */
    public long recoveryMillis() {
        long longest =
                counted().stream().mapToLong(Counter::recoveryMillis).max().orElse(0);
        long inFlight = pace.isPresent() ? Holding.LONGEST_MILLIS : 0;
        return Math.max(block.recoveryMillis(), Saturating.add(longest, inFlight));
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
