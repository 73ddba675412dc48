package dev.weir.store.simulation;

import dev.weir.Source;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who was refused in an undisturbed {@link Simulation}. What instances have on lease and do not use is at most half of
 * what there was to lend: so more than half of a limit was used when somebody is refused.
 */
final class Refusals {

    /** What the grid counts already, and who asked does not know yet. */
    private static final long UNDER_WAY_MILLIS = 50;

    private final Simulation run;
    private final List<Refusal> refusals = new ArrayList<>();
    private boolean judged;

    private record Refusal(CounterId id, long millis, long permits) {}

    Refusals(Simulation run) {
        this.run = run;
    }

    void add(CounterId id, long permits, StoreResult.Decided answer) {
        boolean alone =
                run.scenario.policies().size() == 1 && run.policy.limits().size() == 1;
        boolean returned = run.scenario.stops() && run.policy.block().isNone();
        if (!judged && alone && returned && answer.source() == Source.CLUSTER && run.random.nextInt(3) == 0) {
            refusals.add(new Refusal(id, answer.decided().atMillis(), permits));
        }
    }

    /** Somebody who was refused too early. */
    Optional<String> wrong() {
        judged = true;
        // a bucket that is refilled while a lease is out has less than that for a while
        if (run.policy.algorithm().refillsContinuously()) {
            return Optional.empty();
        }
        for (Refusal refusal : refusals) {
            AdmissionLog log = run.logs.get(refusal.id);
            long window = run.limit.windowMillis();
            long since = refusal.millis - window - window / 16 - 2 * run.scenario.skewMillis() - UNDER_WAY_MILLIS;
            long used = log == null ? 0 : log.takenBetween(since, refusal.millis + UNDER_WAY_MILLIS);
            if (used + refusal.permits <= run.limit.burst() / 2) {
                return Optional.of(refusal.id.key().value() + ": refused at " + refusal.millis + " when only " + used
                        + " permits were used");
            }
        }
        return Optional.empty();
    }
}
