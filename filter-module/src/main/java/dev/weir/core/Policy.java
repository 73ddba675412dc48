package dev.weir.core;

import java.util.ArrayList;
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
            if (limit.refillMillis() > Limit.LONGEST_WINDOW.toMillis() * 2) {
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

    private long cost(Limit limit, long permits) {
        return sharers == 1 ? permits : limit.cost(permits, sharers);
    }

    /** Whether {@code text} can name a policy. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Takes {@code permits} from every limit if all have them; otherwise changes no count. */
    public Outcome acquire(State state, long permits, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        List<Counter> counters = state.countersOf(limits, algorithm, now);
        Verdict verdict = assess(state, counters, permits, now, now - nowMillis);
        if (verdict.allowed()) {
            if (limits.isEmpty()) {
                return new Outcome(state, verdict);
            }
            State next = charge(state, permits, state.blockedUntil(), now);
            return new Outcome(
                    next, new Verdict(true, false, now, verdict.retryAfterMillis(), quotas(next.counters(), now)));
        }
        boolean startsBlock = blockMillis > 0
                && !verdict.blocked()
                && verdict.retryAfterMillis().isPresent();
        if (startsBlock) {
            State blocked = state.next(now, Saturating.add(now, blockMillis), state.counters());
            return new Outcome(blocked, assess(blocked, counters, permits, now, now - nowMillis));
        }
        return new Outcome(state, verdict);
    }

    /**
     * Takes {@code permits} from every limit, whether or not they have them: for what was admitted already. No more than a limit
     * has: of what was admitted over a long time, the rest has come back by now.
     *
     * @param blockedUntil when a block ends that began meanwhile, 0 for none
     */
    public State settle(State state, long permits, long blockedUntil, long nowMillis) {
        return charge(state, permits, Math.max(state.blockedUntil(), blockedUntil), nowMillis);
    }

    private State charge(State state, long permits, long blockedUntil, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        List<Counter> counters = state.countersOf(limits, algorithm, now);
        List<Counter> charged = new ArrayList<>(counters.size());
        for (int i = 0; i < counters.size(); i++) {
            Counter counter = counters.get(i);
            Limit limit = limits.get(i);
            long most = Math.min(cost(limit, permits), limit.burst());
            charged.add(most == 0 ? counter : counter.charge(limit, most, now));
        }
        return state.next(now, blockedUntil, charged);
    }

    /**
     * How many permits can be lent at most: none of the last ones of a limit, where every acquire is decided by itself, so none
     * at all of a small limit, nor of a key that is blocked.
     */
    public long lendable(State state, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        long most = limits.isEmpty() || state.blockedUntil() > now ? 0 : Long.MAX_VALUE;
        for (int i = 0; i < limits.size() && most > 0; i++) {
            Limit limit = limits.get(i);
            long size = Math.min(limit.permits(), limit.burst());
            long left = limit.burst() - used(state, limit, now);
            most = size <= NEVER_LENT ? 0 : Math.min(most, Math.max(0, left - NEVER_LENT) / sharers);
        }
        return most;
    }

    /**
     * Takes {@code permits}, which have to be {@link #lendable}, for whoever asks the borrower first. The verdict's time is the
     * last at which they can be used, which is that of the state itself if nothing can be lent.
     */
    public Outcome lend(State state, long permits, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        List<Counter> counters = state.countersOf(limits, algorithm, now);
        long last = Long.MAX_VALUE;
        for (Counter counter : counters) {
            last = Math.min(last, counter.lastOfLease(now));
        }
        List<Counter> charged = new ArrayList<>(counters.size());
        for (int i = 0; i < counters.size(); i++) {
            Limit limit = limits.get(i);
            charged.add(counters.get(i).lend(limit, cost(limit, permits), now, last));
        }
        State next = state.next(now, state.blockedUntil(), charged);
        return new Outcome(next, new Verdict(true, false, last, OptionalLong.of(0), quotas(charged, now)));
    }

    /** Ends a lease: of {@code granted} permits that could be used until {@code lastMillis}, {@code unused} were not. */
    public State endLease(State state, long granted, long unused, long lastMillis, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        List<Counter> counters = state.countersOf(limits, algorithm, now);
        List<Counter> ended = new ArrayList<>(counters.size());
        for (int i = 0; i < counters.size(); i++) {
            Limit limit = limits.get(i);
            ended.add(counters.get(i).endLease(limit, cost(limit, granted), cost(limit, unused), lastMillis, now));
        }
        return state.next(now, state.blockedUntil(), ended);
    }

    /** Permits that are left of the limit that has the fewest; below 0 if more were charged than there are. */
    public long left(State state, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        long fewest = Long.MAX_VALUE;
        for (Limit limit : limits) {
            fewest = Math.min(fewest, limit.burst() - used(state, limit, now));
        }
        return fewest;
    }

    /**
     * Of {@code charged} permits, which {@code state} has among others, those that can count still. Of a bucket these are all:
     * two halves of a cluster that count apart both refill the same place.
     */
    public long counting(State state, long charged, long nowMillis) {
        if (algorithm == Algorithm.TOKEN_BUCKET) {
            return charged;
        }
        long now = Math.max(nowMillis, state.mark());
        long most = 0;
        for (Limit limit : limits) {
            most = Math.max(most, used(state, limit, now));
        }
        return Math.min(charged, most);
    }

    /** Permits that every limit got back between {@code before} and {@code after}: one whose window has passed gets none. */
    public long gotBack(State before, State after, long nowMillis) {
        long now = Math.max(nowMillis, after.mark());
        long least = limits.isEmpty() ? 0 : Long.MAX_VALUE;
        for (Limit limit : limits) {
            least = Math.min(least, Math.max(0, used(before, limit, now) - used(after, limit, now)));
        }
        return least;
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
        long now = Math.max(nowMillis, state.mark());
        return assess(state, state.countersOf(limits, algorithm, now), permits, now, now - nowMillis);
    }

    /** Gives back permits that were taken at {@code takenMillis} by a request that was refused after all. */
    public Outcome refund(State state, long permits, long takenMillis, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        List<Counter> counters = state.countersOf(limits, algorithm, now);
        List<Counter> refunded = new ArrayList<>(counters.size());
        for (int i = 0; i < counters.size(); i++) {
            Limit limit = limits.get(i);
            refunded.add(counters.get(i).refund(limit, cost(limit, permits), takenMillis, now));
        }
        State next = state.next(now, state.blockedUntil(), refunded);
        return new Outcome(next, peek(next, permits, now));
    }

    /** Milliseconds after which a state says nothing any more, so that stores can forget it: 0 if it does so now. */
    public long millisUntilForgotten(State state, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        long longest = Math.max(0, state.blockedUntil() - now);
        List<Counter> counters = state.countersOf(limits, algorithm, now);
        for (int i = 0; i < counters.size(); i++) {
            longest = Math.max(longest, counters.get(i).millisUntilUsed(limits.get(i), 0, now));
        }
        return longest;
    }

    /** The longest that {@link #millisUntilForgotten} can be for a state of which no more than the limits is used. */
    public long recoveryMillis() {
        return Math.max(
                blockMillis,
                limits.stream().mapToLong(Limit::recoveryMillis).max().orElse(0));
    }

    /**
     * The state that nothing can be taken from for a window: stands for one that cannot be read, because counting from
     * zero would forget what was used.
     */
    public State exhausted(long nowMillis) {
        List<Counter> full = new ArrayList<>(limits.size());
        limits.forEach(limit -> full.add(algorithm.unused(limit).charge(limit, limit.burst(), nowMillis)));
        return State.EMPTY.next(nowMillis, 0, full);
    }

    /** @param lag how far the caller's clock is behind {@code now}: so much longer will it have to wait */
    private Verdict assess(State state, List<Counter> counters, long permits, long now, long lag) {
        boolean blocked = state.blockedUntil() > now;
        boolean possible = true;
        long wait = blocked ? state.blockedUntil() - now : 0;
        for (int i = 0; i < counters.size(); i++) {
            Limit limit = limits.get(i);
            long cost = cost(limit, permits);
            possible &= cost <= limit.burst();
            if (possible) {
                wait = Math.max(wait, counters.get(i).millisUntilUsed(limit, limit.burst() - cost, now));
            }
        }
        boolean allowed = possible && wait == 0;
        OptionalLong retryAfter = possible ? OptionalLong.of(wait == 0 ? 0 : wait + lag) : OptionalLong.empty();
        List<Quota> quotas = quotas(counters, now);
        if (blocked) {
            long left = state.blockedUntil() - now;
            quotas.replaceAll(quota -> quota.blocked(left));
        }
        return new Verdict(allowed, blocked, now, retryAfter, quotas);
    }

    private List<Quota> quotas(List<Counter> counters, long now) {
        List<Quota> quotas = new ArrayList<>(counters.size());
        for (int i = 0; i < counters.size(); i++) {
            quotas.add(Quota.of(limits.get(i), counters.get(i), now).shared(sharers));
        }
        return quotas;
    }

    private long used(State state, Limit limit, long now) {
        return state.counterOf(limit, algorithm, now).used(limit, now);
    }
}
