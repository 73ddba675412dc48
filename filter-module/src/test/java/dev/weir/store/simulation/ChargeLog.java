package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What was admitted of a key whose limits change, as a naive list, and by which limits. */
final class ChargeLog {

    private final CounterId id;
    private final List<Entry> entries = new ArrayList<>();

    ChargeLog(CounterId id) {
        this.id = id;
    }

    /**
     * Permits that were admitted.
     *
     * @param chargedMillis when the grid was charged for them: those of a lease, when it was lent
     * @param isCertain whether that is known; the grid may have been charged before
     * @param limits by which they were charged
     */
    record Entry(AdmissionLog.Admission admission, long chargedMillis, boolean isCertain, List<Limit> limits) {

        long usedMillis() {
            return admission.millis();
        }

        long permits() {
            return admission.permits();
        }

        private OptionalLong permitsOf(long windowMillis) {
            return limits.stream()
                    .filter(limit -> limit.windowMillis() == windowMillis)
                    .mapToLong(Limit::permits)
                    .findFirst();
        }
    }

    CounterId id() {
        return id;
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    private Algorithm algorithm() {
        return id.policy().algorithm();
    }

    private Set<Long> windows() {
        Set<Long> windows = new TreeSet<>();
        entries.forEach(entry -> entry.limits.forEach(limit -> windows.add(limit.windowMillis())));
        return windows;
    }

    /** Permits of {@code included} that count at {@code nowMillis} in a window. */
    long counting(long windowMillis, long nowMillis, Predicate<AdmissionLog.Admission> included) {
        return entries.stream()
                .filter(entry -> included.test(entry.admission) && counts(entry, windowMillis, nowMillis))
                .mapToLong(Entry::permits)
                .sum();
    }

    private boolean counts(Entry entry, long windowMillis, long nowMillis) {
        return algorithm() == Algorithm.FIXED_WINDOW
                ? Math.floorDiv(entry.usedMillis(), windowMillis) == Math.floorDiv(nowMillis, windowMillis)
                : entry.usedMillis() > nowMillis - windowMillis;
    }

    /**
     * Whatever was charged fitted the limits by which it was charged, with all that was charged before it: of a limit
     * that is lowered from {@code m} to {@code n}, no more than {@code n} less what was used is admitted, and no lease.
     */
    Optional<String> brokenInOrder(Predicate<AdmissionLog.Admission> included, long more) {
        if (algorithm().refillsContinuously()) {
            return Optional.empty();
        }
        List<Entry> sorted = sorted(included, Comparator.comparingLong(Entry::chargedMillis));
        for (long window : windows()) {
            for (Entry entry : sorted) {
                OptionalLong permits = entry.permitsOf(window);
                long used = permits.isEmpty() || !entry.isCertain ? 0 : chargedWith(entry, sorted, window);
                if (used > permits.orElse(0) + more && used > 0) {
                    return Optional.of(used + " permits of " + window + " ms count when " + entry.permits()
                            + " were charged at " + entry.chargedMillis + " by " + entry.limits + ", used at "
                            + entry.usedMillis());
                }
            }
        }
        return Optional.empty();
    }

    private long chargedWith(Entry last, List<Entry> sorted, long window) {
        long sum = 0;
        for (Entry entry : sorted) {
            // two swaps of the same millisecond came one after the other; of the same limits the order does not matter
            boolean isBefore = entry.chargedMillis < last.chargedMillis
                    || (entry.chargedMillis == last.chargedMillis && entry.limits.equals(last.limits));
            sum += isBefore && counts(entry, window, last.chargedMillis) ? entry.permits() : 0;
        }
        return sum;
    }

    /** In no interval of a window more is used than the largest limit allows by which any of it was charged. */
    Optional<String> brokenInAWindow(Predicate<AdmissionLog.Admission> included, long skewMillis, long more) {
        List<Entry> sorted = sorted(included, Comparator.comparingLong(Entry::usedMillis));
        for (long window : windows()) {
            Optional<String> broken = algorithm().refillsContinuously()
                    ? overdrawn(sorted, window, skewMillis, more)
                    : fuller(sorted, window, skewMillis, more);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<String> fuller(List<Entry> sorted, long window, long skewMillis, long more) {
        boolean isFixed = algorithm() == Algorithm.FIXED_WINDOW;
        for (int last = 0; last < sorted.size(); last++) {
            long now = sorted.get(last).usedMillis();
            long length = isFixed ? 1 + Math.floorMod(now, window) : window - 2 * skewMillis;
            long sum = 0;
            long most = 0;
            for (int i = last; i >= 0 && sorted.get(i).usedMillis() > now - length; i--) {
                sum += sorted.get(i).permits();
                most = Math.max(most, sorted.get(i).permitsOf(window).orElse(Long.MAX_VALUE - more));
            }
            if (sum > most + more) {
                return Optional.of(
                        sum + " permits within " + length + " ms up to " + now + ", by no limit above " + most);
            }
        }
        return Optional.empty();
    }

    /** A bucket never refills faster, nor holds more, than by the largest limit. */
    private Optional<String> overdrawn(List<Entry> sorted, long window, long skewMillis, long more) {
        if (sorted.stream().anyMatch(entry -> entry.permitsOf(window).isEmpty())) {
            return Optional.empty();
        }
        long most = sorted.stream()
                .mapToLong(entry -> entry.permitsOf(window).orElseThrow())
                .max()
                .orElse(0);
        Policy largest = Policy.of(id.policy().name(), algorithm(), List.of(new Limit(most, window, most)));
        AdmissionLog all = new AdmissionLog(id.under(largest));
        sorted.forEach(entry -> all.add(entry.admission));
        return all.brokenPromise(each -> true, skewMillis, more);
    }

    private List<Entry> sorted(Predicate<AdmissionLog.Admission> included, Comparator<Entry> order) {
        return entries.stream()
                .filter(entry -> included.test(entry.admission))
                .sorted(order)
                .toList();
    }
}
