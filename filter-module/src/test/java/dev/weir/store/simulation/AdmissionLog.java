package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What was admitted of one key under one policy, as a naive list, and what the algorithm promised about it. */
final class AdmissionLog {

    final CounterId id;
    private final List<Admission> admissions = new ArrayList<>();
    private final List<Admission> refunded = new ArrayList<>();
    /** What was reserved, and not used in the end. */
    private final List<Admission> returned = new ArrayList<>();
    /** What was used beyond a reservation, whether or not the limit had it. */
    private final List<Admission> debts = new ArrayList<>();

    private final PermitsInUse inUse = new PermitsInUse();

    AdmissionLog(CounterId id) {
        this.id = id;
    }

    Policy policy() {
        return id.policy();
    }

    private Algorithm algorithm(Limit limit) {
        return policy().algorithmOf(limit);
    }

    /**
     * Permits that were admitted.
     *
     * @param millis the time of the cluster, as the instance that admitted knew it
     * @param begunMillis when they were asked for
     * @param shared false if the instance decided alone
     * @param members how many it knew of then
     * @param side the half of the cluster in which it asked, {@link #BETWEEN} if that changed before the answer
     */
    record Admission(
            long millis, long begunMillis, long permits, SimulatedNode by, boolean shared, int members, int side) {

        /** The same, of so many permits. */
        Admission of(long other) {
            return new Admission(millis, begunMillis, other, by, shared, members, side);
        }
    }

    static final int BETWEEN = -1;

    void add(Admission admission) {
        admissions.add(admission);
        inUse.add(admission);
    }

    /** Of {@code admission} only {@code used} permits stay in use; it had all of them until {@code millis}. */
    void settle(Admission admission, long used, long millis) {
        admissions.remove(admission);
        returned.add(admission.of(admission.permits - used));
        if (used > 0) {
            admissions.add(admission.of(used));
        }
        inUse.settle(admission, used, millis);
    }

    /** {@code debt} is in use, since {@code millis} at the latest. */
    void owe(Admission debt, long millis) {
        debts.add(debt);
        inUse.owe(debt, millis);
    }

    /** {@code admission} is given back. */
    void refund(Admission admission) {
        admissions.remove(admission);
        refunded.add(admission);
        inUse.settle(admission, 0, admission.millis);
    }

    List<Admission> sorted(Predicate<Admission> included) {
        return admissions.stream()
                .filter(included)
                .sorted(Comparator.comparingLong(Admission::millis))
                .toList();
    }

    /**
     * How the promise was broken by {@code included}, with {@code more} permits allowed, if clocks differ by {@code
     * skewMillis}.
     */
    Optional<String> brokenPromise(Predicate<Admission> included, long skewMillis, long more) {
        List<Admission> sorted = sorted(included);
        return policy().limits().stream()
                .map(limit -> brokenPromise(sorted, limit, skewMillis, more))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Where something was admitted that a limit did not have then, with what was open of reservations. */
    Optional<String> overdrawn(long skewMillis, boolean withDebts) {
        return policy().limits().stream()
                // when a bucket has its permits again depends on who asks
                .filter(limit -> algorithm(limit) != Algorithm.TOKEN_BUCKET)
                .map(limit -> inUse.overdrawn(limit, algorithm(limit), skewMillis, withDebts))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> brokenPromise(List<Admission> sorted, Limit limit, long skewMillis, long more) {
        return switch (algorithm(limit)) {
            case SLIDING_WINDOW, SLIDING_LOG ->
                moreIn(sorted, limit.windowMillis() - 2 * skewMillis, limit.permits() + more);
            case TOKEN_BUCKET -> overdrawnBucket(sorted, limit, skewMillis, more);
            case FIXED_WINDOW -> fullerWindow(sorted, limit, more);
        };
    }

    /** Where an interval of {@code limit}, or a fixed window of it, has more than {@code most}. */
    Optional<String> moreThan(Limit limit, long most) {
        List<Admission> all = sorted(each -> true);
        return algorithm(limit) == Algorithm.FIXED_WINDOW
                ? fullerWindow(all, limit, most - limit.permits())
                : moreIn(all, limit.windowMillis(), most);
    }

    private static Optional<String> moreIn(List<Admission> sorted, long millis, long most) {
        long sum = 0;
        int first = 0;
        for (Admission last : sorted) {
            sum += last.permits;
            while (first < sorted.size() && last.millis - sorted.get(first).millis >= millis) {
                sum -= sorted.get(first++).permits;
            }
            if (sum > most) {
                return Optional.of(
                        sum + " permits within " + millis + " ms up to " + last.millis + ", allowed are " + most);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> fullerWindow(List<Admission> sorted, Limit limit, long more) {
        long window = Long.MIN_VALUE;
        long sum = 0;
        for (Admission each : sorted) {
            long index = Math.floorDiv(each.millis, limit.windowMillis());
            sum = index == window ? sum + each.permits : each.permits;
            window = index;
            if (sum > limit.permits() + more) {
                return Optional.of(sum + " permits in window " + index + ", allowed are " + (limit.permits() + more));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> overdrawnBucket(List<Admission> sorted, Limit limit, long skewMillis, long more) {
        long most = (limit.burst() + more) * limit.windowMillis() + 2 * skewMillis * limit.permits();
        long missing = 0;
        long at = Long.MIN_VALUE;
        for (Admission each : sorted) {
            missing = refilled(limit, missing, at, each.millis) + each.permits * limit.windowMillis();
            at = each.millis;
            if (missing > most) {
                return Optional.of("bucket overdrawn by " + (missing - most) / limit.windowMillis() + " at " + at);
            }
        }
        return Optional.empty();
    }

    /** What is missing from a bucket of the limit at {@code nowMillis}, in permits; never below zero. */
    private static long missing(List<Admission> sorted, Limit limit, long nowMillis) {
        long missing = 0;
        long at = Long.MIN_VALUE;
        for (Admission each : sorted) {
            missing = refilled(limit, missing, at, each.millis) + each.permits * limit.windowMillis();
            at = each.millis;
        }
        return refilled(limit, missing, at, nowMillis) / limit.windowMillis();
    }

    private static long refilled(Limit limit, long missing, long from, long to) {
        return from == Long.MIN_VALUE ? 0 : Math.max(0, missing - (to - from) * limit.permits());
    }

    /** Permits of {@code included} that must count at {@code nowMillis} in the limit with the longest window. */
    long counting(long nowMillis, Predicate<Admission> included) {
        Limit limit = Books.longest(policy());
        return switch (algorithm(limit)) {
            case TOKEN_BUCKET -> missing(sorted(included), limit, nowMillis);
            default -> since(admissions, beginMillis(limit, nowMillis), included);
        };
    }

    /** The same of what was used beyond reservations; of a bucket, that depends on when it was full. */
    long owed(long nowMillis, Predicate<Admission> included) {
        Limit limit = Books.longest(policy());
        return algorithm(limit) == Algorithm.TOKEN_BUCKET ? 0 : since(debts, beginMillis(limit, nowMillis), included);
    }

    private long beginMillis(Limit limit, long nowMillis) {
        return algorithm(limit) == Algorithm.FIXED_WINDOW
                ? nowMillis - Math.floorMod(nowMillis, limit.windowMillis())
                : nowMillis - limit.windowMillis() + 1;
    }

    long since(long millis, Predicate<Admission> included) {
        return since(admissions, millis, included) + since(debts, millis, included);
    }

    private static long since(List<Admission> all, long millis, Predicate<Admission> included) {
        return all.stream()
                .filter(each -> each.millis >= millis)
                .filter(included)
                .mapToLong(Admission::permits)
                .sum();
    }

    /** All that was given back. */
    long refunded() {
        return refunded.stream().mapToLong(Admission::permits).sum();
    }

    /** All that was ever taken within a time, also what was given back. */
    long takenBetween(long fromMillis, long toMillis) {
        long sum = 0;
        for (List<Admission> each : List.of(admissions, refunded, returned, debts)) {
            for (Admission admission : each) {
                sum += admission.millis >= fromMillis && admission.millis <= toMillis ? admission.permits : 0;
            }
        }
        return sum;
    }

    /** Who admitted any of it. */
    Set<SimulatedNode> admittedBy() {
        return admissions.stream().map(Admission::by).collect(Collectors.toSet());
    }
}
