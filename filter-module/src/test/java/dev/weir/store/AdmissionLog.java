package dev.weir.store;

import dev.weir.core.Algorithm;
import dev.weir.core.Limit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was admitted of one key, as a naive list, and what the algorithm promised about it. */
final class AdmissionLog {

    private final Algorithm algorithm;
    private final Limit limit;
    private final List<Admission> admissions = new ArrayList<>();

    AdmissionLog(Algorithm algorithm, Limit limit) {
        this.algorithm = algorithm;
        this.limit = limit;
    }

    /** @param millis the time of the cluster, as the instance that admitted knew it */
    record Admission(long millis, long permits, SimulatedNode by, boolean shared) {}

    Admission add(long millis, long permits, SimulatedNode by, boolean shared) {
        Admission admission = new Admission(millis, permits, by, shared);
        admissions.add(admission);
        return admission;
    }

    void remove(Admission admission) {
        admissions.remove(admission);
    }

    List<Admission> sorted() {
        List<Admission> sorted = new ArrayList<>(admissions);
        sorted.sort(Comparator.comparingLong(Admission::millis));
        return sorted;
    }

    /** How the promise was broken, if clocks differ by {@code skewMillis} at most. */
    Optional<String> brokenPromise(long skewMillis) {
        return switch (algorithm) {
            case SLIDING_WINDOW -> moreIn(limit.windowMillis() - 2 * skewMillis, limit.permits());
            case TOKEN_BUCKET -> overdrawnBucket(skewMillis);
            case FIXED_WINDOW -> fullerWindow();
        };
    }

    /** An interval of {@code millis} in which more than {@code most} permits were admitted. */
    Optional<String> moreIn(long millis, long most) {
        List<Admission> sorted = sorted();
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

    private Optional<String> fullerWindow() {
        long window = Long.MIN_VALUE;
        long sum = 0;
        for (Admission each : sorted()) {
            long index = Math.floorDiv(each.millis, limit.windowMillis());
            sum = index == window ? sum + each.permits : each.permits;
            window = index;
            if (sum > limit.permits()) {
                return Optional.of(sum + " permits in window " + index + ", allowed are " + limit.permits());
            }
        }
        return Optional.empty();
    }

    /** What is missing from a bucket of the limit at {@code nowMillis}, in permits times the window; never below zero. */
    long missing(long nowMillis) {
        long missing = 0;
        long at = Long.MIN_VALUE;
        for (Admission each : sorted()) {
            missing = refilled(missing, at, each.millis) + each.permits * limit.windowMillis();
            at = each.millis;
        }
        return refilled(missing, at, nowMillis);
    }

    private long refilled(long missing, long from, long to) {
        return from == Long.MIN_VALUE ? 0 : Math.max(0, missing - (to - from) * limit.permits());
    }

    private Optional<String> overdrawnBucket(long skewMillis) {
        long most = limit.burst() * limit.windowMillis() + 2 * skewMillis * limit.permits();
        long missing = 0;
        long at = Long.MIN_VALUE;
        for (Admission each : sorted()) {
            missing = refilled(missing, at, each.millis) + each.permits * limit.windowMillis();
            at = each.millis;
            if (missing > most) {
                return Optional.of("bucket overdrawn by " + (missing - most) / limit.windowMillis() + " at " + at);
            }
        }
        return Optional.empty();
    }

    /** Permits that must count at {@code nowMillis}, of those that {@code counted} accepts. */
    long counting(long nowMillis, java.util.function.Predicate<Admission> counted) {
        if (algorithm == Algorithm.TOKEN_BUCKET) {
            AdmissionLog rest = new AdmissionLog(algorithm, limit);
            admissions.stream().filter(counted).forEach(rest.admissions::add);
            return rest.missing(nowMillis) / limit.windowMillis();
        }
        long from = algorithm == Algorithm.SLIDING_WINDOW
                ? nowMillis - limit.windowMillis() + 1
                : nowMillis - Math.floorMod(nowMillis, limit.windowMillis());
        return admissions.stream()
                .filter(counted)
                .filter(each -> each.millis >= from)
                .mapToLong(Admission::permits)
                .sum();
    }

    /** Who admitted any of it. */
    Set<SimulatedNode> admittedBy() {
        return admissions.stream().map(Admission::by).collect(Collectors.toSet());
    }

    long total() {
        return admissions.stream().mapToLong(Admission::permits).sum();
    }
}
