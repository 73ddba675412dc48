package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was in use of one key under one policy, and from when until when, as a naive list. */
final class PermitsInUse {

    private final List<Use> uses = new ArrayList<>();

    /**
     * Permits.
     *
     * @param fromMillis from when they were in use for certain
     * @param untilMillis until when they were for certain, if the window did not end before
     */
    private record Use(AdmissionLog.Admission admission, boolean isDebt, long fromMillis, long untilMillis) {}

    void add(AdmissionLog.Admission admission) {
        uses.add(new Use(admission, false, admission.millis(), Long.MAX_VALUE));
    }

    /** Until {@code millis} all of {@code admission} was in use, then only {@code used} permits. */
    void settle(AdmissionLog.Admission admission, long used, long millis) {
        uses.remove(new Use(admission, false, admission.millis(), Long.MAX_VALUE));
        uses.add(new Use(admission.of(admission.permits() - used), false, admission.millis(), millis));
        if (used > 0) {
            add(admission.of(used));
        }
    }

    void owe(AdmissionLog.Admission debt, long millis) {
        uses.add(new Use(debt, true, millis, Long.MAX_VALUE));
    }

    /** Where something was admitted that {@code limit} did not have, if clocks differ by {@code skewMillis}. */
    Optional<String> overdrawn(Limit limit, Algorithm algorithm, long skewMillis, boolean withDebts) {
        for (Use last : uses) {
            long at = last.admission.millis();
            long sum = uses.stream()
                    .filter(use -> withDebts || !use.isDebt)
                    .filter(use -> use.fromMillis <= at - (use.isDebt ? 2 * skewMillis + 1 : 0))
                    .filter(use -> use.untilMillis > at + 2 * skewMillis)
                    .filter(use -> isInWindow(use, limit, algorithm, at, skewMillis))
                    .mapToLong(use -> use.admission.permits())
                    .sum();
            if (!last.isDebt && sum > limit.permits()) {
                return Optional.of(sum + " permits were in use at " + at + ", allowed are " + limit.permits());
            }
        }
        return Optional.empty();
    }

    private static boolean isInWindow(Use use, Limit limit, Algorithm algorithm, long at, long skewMillis) {
        long window = limit.windowMillis();
        // a debt that was charged about a boundary can be in either window
        boolean inOne = Math.floorDiv(use.admission.millis(), window) == Math.floorDiv(at, window)
                && (!use.isDebt || Math.floorDiv(use.fromMillis, window) == Math.floorDiv(at, window));
        return algorithm == Algorithm.FIXED_WINDOW ? inOne : at - use.admission.millis() < window - 2 * skewMillis;
    }
}
