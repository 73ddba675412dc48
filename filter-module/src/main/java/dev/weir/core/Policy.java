package dev.weir.core;

import dev.weir.Limit;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A named set of limits that are decided together, by one algorithm. Immutable; its methods are pure functions.
 *
 * @param name matches {@code [a-z][a-z0-9-]{0,62}}
 * @param limits all have to pass; none of them means unlimited
 * @param blockMillis how long a key stays refused after it exceeded a limit; 0 for no longer than the limit says
 * @param sharers how many instances count apart, each of which takes for every permit one for each of them; 1 where all
 *     count together
 */
public record Policy(
        String name,
        List<Limit> limits,
        Algorithm algorithm,
        Mode mode,
        Fallback fallback,
        long blockMillis,
        int sharers) {

    /** The last permits of a limit are never lent: each of them counts. */
    private static final long NEVER_LENT = 32;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException if a limit takes longer to recover than 366 days; the message is the rule */
    public Policy {
        // callers name it by literals mostly: these are found without comparing letters
        name = name.intern();
        limits = List.copyOf(limits);
        for (Limit limit : limits) {
            if (refillMillis(limit) > Limit.LONGEST_WINDOW.toMillis() * 2) {
                throw new IllegalArgumentException("burst must refill within 732d, was \"" + limit.burst() + '"');
            }
        }
    }

    /** A policy under which all instances count together. */
    public Policy(
            String name, List<Limit> limits, Algorithm algorithm, Mode mode, Fallback fallback, long blockMillis) {
        this(name, limits, algorithm, mode, fallback, blockMillis, 1);
    }

    /** A policy that enforces {@code limits} and has no other settings. */
    public static Policy of(String name, Algorithm algorithm, List<Limit> limits) {
        return new Policy(name, limits, algorithm, Mode.ENFORCE, Fallback.LOCAL, 0);
    }

    /** The same policy, not decided at all. */
    public Policy off() {
        return new Policy(name, limits, algorithm, Mode.OFF, fallback, blockMillis, sharers);
    }

    /** The same policy, which blocks nobody. */
    public Policy withoutBlock() {
        return blockMillis == 0 ? this : new Policy(name, limits, algorithm, mode, fallback, 0, sharers);
    }

    /** The same policy for one of {@code instances} that count apart: of each limit it has an even part. */
    public Policy sharedBy(int instances) {
        return instances == sharers
                ? this
                : new Policy(name, limits, algorithm, mode, fallback, blockMillis, instances);
    }

    /**
     * What {@code permits} cost of {@code limit}: one for each of the sharers, but at most the whole limit, so that each has one
     * still of a limit with fewer permits than sharers. What a limit never has, it does not have then.
     */
    long cost(Limit limit, long permits) {
        if (sharers == 1) {
            return permits;
        }
        return permits > limit.burst() / sharers ? Math.max(permits, limit.burst()) : permits * sharers;
    }

    /** How long a bucket takes that refills from nothing; saturated if it never does. */
    private static long refillMillis(Limit limit) {
        if (limit.permits() == 0) {
            return limit.burst() == 0 ? 0 : Long.MAX_VALUE;
        }
        return Saturating.multiplySubtractDivideUp(limit.burst(), limit.windowMillis(), 0, limit.permits());
    }

    /** The longest that a use of {@code limit} counts. */
    private static long recoveryMillis(Limit limit) {
        // slices end late, and a bucket is not full before its last lease has ended: a sixteenth of a window
        long window = limit.windowMillis();
        return Saturating.add(Math.max(refillMillis(limit), window), window / 16 + 1);
    }

    /** Whether {@code text} can name a policy. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
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
        boolean startsBlock = blockMillis > 0
                && !verdict.blocked()
                && verdict.retryAfterMillis().isPresent();
        if (startsBlock) {
            Block block = Block.until(Saturating.add(standing.nowMillis(), blockMillis));
            State blocked = state.next(standing.nowMillis(), block, state.counters());
            return new Outcome(blocked, standing.under(blocked).assess(permits));
        }
        return new Outcome(state, verdict);
    }

    /**
     * Takes {@code permits} from every limit, whether or not they have them: for what was admitted already. No more than a limit
     * has: of what was admitted over a long time, the rest has come back by now.
     *
     * @param block one that began meanwhile
     */
    public State settle(State state, long permits, Block block, long nowMillis) {
        return charge(at(state, nowMillis), permits, state.block().later(block));
    }

    private State charge(Standing standing, long permits, Block block) {
        return standing.next(block, (counter, limit, now) -> charge(counter, limit, cost(limit, permits), now));
    }

    private static Counter charge(Counter counter, Limit limit, long cost, long now) {
        long most = Math.min(cost, limit.burst());
        return most == 0 ? counter : counter.charge(limit, most, now);
    }

    /**
     * How many permits can be lent at most: none of the last ones of a limit, where every acquire is decided by itself, so none
     * at all of a small limit, nor of a key that is blocked.
     */
    public long lendable(State state, long nowMillis) {
        Standing standing = at(state, nowMillis);
        return limits.isEmpty() || state.block().isActive(standing.nowMillis()) ? 0 : standing.least(this::lendable);
    }

    private long lendable(Counter counter, Limit limit, long now) {
        long size = Math.min(limit.permits(), limit.burst());
        long left = limit.burst() - counter.used(limit, now);
        return size <= NEVER_LENT ? 0 : Math.max(0, left - NEVER_LENT) / sharers;
    }

    /**
     * Takes {@code permits}, which have to be {@link #lendable}, for whoever asks the borrower first. The verdict's time is the
     * last at which they can be used, which is that of the state itself if nothing can be lent.
     */
    public Outcome lend(State state, long permits, long nowMillis) {
        Standing standing = at(state, nowMillis);
        long last = standing.least((counter, limit, now) -> counter.lastOfLease(now));
        State next = standing.next(
                state.block(), (counter, limit, now) -> counter.lend(limit, cost(limit, permits), now, last));
        List<Quota> quotas = at(next, standing.nowMillis()).quotas();
        return new Outcome(next, new Verdict(true, false, last, OptionalLong.of(0), quotas));
    }

    /** Ends a lease: of {@code granted} permits that could be used until {@code lastMillis}, {@code unused} were not. */
    public State endLease(State state, long granted, long unused, long lastMillis, long nowMillis) {
        return at(state, nowMillis)
                .next(
                        state.block(),
                        (counter, limit, now) ->
                                counter.endLease(limit, cost(limit, granted), cost(limit, unused), lastMillis, now));
    }

    /** Permits that are left of the limit that has the fewest; below 0 if more were charged than there are. */
    public long left(State state, long nowMillis) {
        return at(state, nowMillis).least((counter, limit, now) -> limit.burst() - counter.used(limit, now));
    }

    /**
     * Of {@code charged} permits, which {@code state} has among others, those that can count still. Of a bucket these are all:
     * two halves of a cluster that count apart both refill the same place.
     */
    public long counting(State state, long charged, long nowMillis) {
        return algorithm == Algorithm.TOKEN_BUCKET
                ? charged
                : Math.min(charged, at(state, nowMillis).most((counter, limit, now) -> counter.used(limit, now)));
    }

    /** Permits that every limit got back between {@code before} and {@code after}: one whose window has passed gets none. */
    public long gotBack(State before, State after, long nowMillis) {
        if (limits.isEmpty()) {
            return 0;
        }
        Standing later = at(after, nowMillis);
        // not at its own time: what it still counts when the other is looked at
        return Standing.at(this, before, later.nowMillis()).leastMoreUsedThan(later);
    }

    /** How long permits are lent: the shortest of what the limits allow, 0 if nothing can be lent. */
    public long leaseMillis() {
        long shortest = limits.isEmpty() ? 0 : Long.MAX_VALUE;
        for (Limit limit : limits) {
            shortest = Math.min(shortest, Counter.leaseMillis(limit.windowMillis()));
        }
        return shortest;
    }

    /** What {@link #acquire} would decide, without taking anything. */
    public Verdict peek(State state, long permits, long nowMillis) {
        return at(state, nowMillis).assess(permits);
    }

    /** Gives back permits that were taken at {@code takenMillis} by a request that was refused after all. */
    public Outcome refund(State state, long permits, long takenMillis, long nowMillis) {
        Standing standing = at(state, nowMillis);
        State next = standing.next(
                state.block(), (counter, limit, now) -> counter.refund(limit, cost(limit, permits), takenMillis, now));
        return new Outcome(next, peek(next, permits, standing.nowMillis()));
    }

    /** Milliseconds after which a state is that of an unused key, so that stores can forget it: 0 if it is so now. */
    public long millisUntilForgotten(State state, long nowMillis) {
        Standing standing = at(state, nowMillis);
        return Math.max(
                state.block().leftMillis(standing.nowMillis()),
                standing.most((counter, limit, now) -> counter.millisUntilUsed(limit, 0, now)));
    }

    /** The longest that {@link #millisUntilForgotten} can be for a state of which no more than the limits is used. */
    public long recoveryMillis() {
        return Math.max(
                blockMillis,
                limits.stream().mapToLong(Policy::recoveryMillis).max().orElse(0));
    }

    /**
     * The state that nothing can be taken from for a window: stands for one that cannot be read, because counting from
     * zero would forget what was used.
     */
    public State exhausted(long nowMillis) {
        return charge(at(State.EMPTY, nowMillis), Long.MAX_VALUE, Block.NONE);
    }

    /** How {@code state} stands at {@code nowMillis}, or when it was last changed if that is later. */
    private Standing at(State state, long nowMillis) {
        return Standing.at(this, state, nowMillis);
    }
}
