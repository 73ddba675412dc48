package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Lending;
import dev.weir.core.State;
import dev.weir.store.StoreFixtures;
import dev.weir.store.simulation.Scenario.Trouble;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How many permits may have been admitted at most in a {@link Simulation}, and when. */
final class Promises {

    private final Simulation run;

    Promises(Simulation run) {
        this.run = run;
    }

    /** The first that was not kept. */
    Optional<String> broken() {
        for (AdmissionLog log : run.logs.values()) {
            Optional<String> problem = run.scenario.isUndisturbed() ? brokenUndisturbed(log) : brokenInTrouble(log);
            if (problem.isPresent()) {
                return problem.map(
                        text -> log.id.key().value() + ": " + log.policy().name() + ", " + text);
            }
        }
        return run.scenario.isUndisturbed() ? takenWhileBlocked().or(run.books.blocks::wrong) : Optional.empty();
    }

    /** What was used beyond a reservation is charged whether or not the key is blocked. */
    private Optional<String> takenWhileBlocked() {
        return run.holds.isPresent() ? Optional.empty() : run.books.takenWhileBlocked();
    }

    /** The limit holds from one block that forgives to the next, and no block admits anything. */
    private Optional<String> brokenUndisturbed(AdmissionLog log) {
        long skew = run.scenario.skewMillis();
        String id = StoreFixtures.text(log.id);
        Optional<String> problem = run.books.blocks.admittedWhileBlocked(id, log, skew);
        List<Long> ends = log.policy().block().forgives() ? run.books.blocks.ends(id) : List.of();
        for (int i = 0; i <= ends.size() && problem.isEmpty(); i++) {
            long from = i == 0 ? 0 : ends.get(i - 1);
            long to = i == ends.size() ? Long.MAX_VALUE : ends.get(i);
            problem = log.brokenPromise(each -> each.millis() >= from && each.millis() < to, skew, 0);
        }
        return problem.or(() -> overdrawnWithHolds(log));
    }

    /**
     * What is reserved is in use until it is given back; and so is what was used beyond that, of what is never lent.
     */
    private Optional<String> overdrawnWithHolds(AdmissionLog log) {
        boolean isJudged = run.holds.isPresent() && !log.policy().block().forgives();
        boolean lends = Lending.lendable(log.policy(), State.EMPTY, run.time.millis()) > 0;
        return isJudged ? log.overdrawn(run.scenario.skewMillis(), !lends) : Optional.empty();
    }

    private Optional<String> brokenInTrouble(AdmissionLog log) {
        // a reset is a fresh quota, and so is the end of a block that forgives
        if (run.scenario.resets() || log.policy().block().forgives()) {
            return Optional.empty();
        }
        return brokenByTheGrid(log).or(() -> brokenByAll(log));
    }

    /**
     * Whatever goes wrong, the grid does not admit more than the limit: each half of a split what both had before it
     * and what it had itself. What it lost with a member it can admit again.
     */
    private Optional<String> brokenByTheGrid(AdmissionLog log) {
        long lost = run.books.lost(StoreFixtures.text(log.id));
        Predicate<AdmissionLog.Admission> shared = AdmissionLog.Admission::shared;
        Optional<String> problem = log.brokenPromise(shared.and(each -> each.side() == 0), 0, lost);
        for (int i = 0; i < run.troubles.splits.size() && problem.isEmpty(); i++) {
            int side = i + 1;
            // what was on its way to the larger half at the cut, the smaller one does not know
            long underWay = run.scenario.hasOnly(Trouble.SPLIT) ? 10 : 30_000;
            long cut = run.troubles.splits.get(i).cutMillis() - underWay;
            problem = log.brokenPromise(
                    shared.and(each -> each.side() == side || (each.side() == 0 && each.millis() < cut)), 0, lost);
        }
        return problem.map(text -> "by the grid, " + text);
    }

    /**
     * Each instance that counted alone had its share of what it knew to be left, once; each half of a split the whole.
     */
    private Optional<String> brokenByAll(AdmissionLog log) {
        Map<SimulatedNode, Integer> members = new HashMap<>();
        Map<SimulatedNode, Long> largest = new HashMap<>();
        for (AdmissionLog.Admission each : log.sorted(each -> !each.shared())) {
            members.merge(each.by(), each.members(), Math::min);
            largest.merge(each.by(), each.permits(), Math::max);
        }
        long lost = run.books.lost(StoreFixtures.text(log.id));
        for (Limit limit : log.policy().limits()) {
            long whole = whole(log, limit);
            long sides = run.troubles.splits.isEmpty() ? 0 : 1 + mergedBeforeTheyDied();
            // two troubles can have an instance count alone for two reasons, one after the other
            long times = run.scenario.troubles().size();
            long shares = members.keySet().stream()
                    .mapToLong(node -> share(limit, whole, members.get(node), largest.get(node)))
                    .sum();
            Optional<String> problem = log.moreThan(limit, whole * (1 + sides) + lost + times * shares);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /**
     * What an instance admits of {@code limit} that counts alone: its part, and of less than that one request at least.
     */
    private static long share(Limit limit, long whole, int members, long largest) {
        long most = largest;
        for (long permits = 1; permits <= largest; permits++) {
            most = Math.max(most, whole * permits / cost(limit, members, permits));
        }
        return most;
    }

    private static long cost(Limit limit, int members, long permits) {
        return permits * members > limit.burst() ? Math.max(permits, limit.burst()) : permits * members;
    }

    /** What an instance charged while it was apart is lost if it dies before it has charged it again. */
    private long mergedBeforeTheyDied() {
        return run.killed.stream().filter(run.troubles::wasApart).count();
    }

    private static long whole(AdmissionLog log, Limit limit) {
        return log.policy().algorithm().refillsContinuously() ? limit.burst() + limit.permits() : limit.permits();
    }

    /** Whether {@code admission} is among those that the grid has to count in the end. */
    boolean counts(AdmissionLog log, AdmissionLog.Admission admission) {
        boolean died = run.killed.contains(admission.by());
        // what an instance owed when it was killed is lost with it
        boolean owed = died && (!admission.shared() || run.troubles.wasApart(admission.by()));
        // a key that the grid has no room for is counted on the instance
        boolean overflowed = run.scenario.has(Trouble.FULL) && !admission.shared();
        // what the fallback admitted just after a boundary, a late answer may have counted just before it
        Limit longest = Books.longest(log.policy());
        long window = longest.windowMillis();
        boolean atBoundary = log.policy().algorithm().of(longest) == Algorithm.FIXED_WINDOW
                && !admission.shared()
                && Math.floorDiv(admission.begunMillis(), window) < Math.floorDiv(admission.millis(), window);
        // what was used before a block is forgotten when it ends
        boolean forgiven = log.policy().block().forgives();
        // each half of a split refills a bucket of its own
        boolean refilled = admission.side() != 0 && log.policy().algorithm().refillsContinuously();
        return !owed && !overflowed && !atBoundary && !refilled && !forgiven && run.resets.leave(log.id, admission);
    }
}
