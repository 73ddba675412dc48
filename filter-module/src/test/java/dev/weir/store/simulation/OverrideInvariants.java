package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Lending;
import dev.weir.core.State;
import dev.weir.store.StoreFixtures;
import dev.weir.store.simulation.Scenario.Trouble;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What must hold of an {@link OverrideSimulation} when all trouble is over. */
final class OverrideInvariants {

    private final OverrideSimulation run;
    private final SimulatedCluster cluster;

    OverrideInvariants(OverrideSimulation run) {
        this.run = run;
        this.cluster = run.cluster;
    }

    /** The first promise that was not kept. */
    Optional<String> problem() {
        long longest = run.policy.tiers().values().stream()
                .mapToLong(Lending::leaseMillis)
                .max()
                .orElseThrow();
        Optional<String> broken = allAgree().or(this::broken);
        if (broken.isPresent()) {
            return broken;
        }
        // what is left of leases is given back a little later than they end
        cluster.time.idle(longest * 15 / 8 + 62_000);
        return forgotten()
                .or(this::countedTwice)
                .or(() -> new OverrideTrials(run).problem())
                .or(this::broken);
    }

    /** Each instance decides by what was set last. */
    private Optional<String> allAgree() {
        for (String key : run.visitors.all()) {
            for (SimulatedNode node : cluster.nodes) {
                NodeOverrides known = run.overridesOf(node);
                if (!known.isInformed()) {
                    return Optional.of(key + ": node " + cluster.nodes.indexOf(node) + " has not read what was set");
                }
                run.check(node, run.policy, key, known.charge(run.policy, key, 1), known.isBlocked(run.policy, key));
            }
            long different = cluster.nodes.stream()
                    .map(node ->
                            run.overridesOf(node).charge(run.policy, key, 1).policy())
                    .distinct()
                    .count();
            // a clock that is ahead can see the end of an override before another
            if (different > 1 && cluster.scenario.skewMillis() == 0) {
                return Optional.of(key + ": instances decide by " + different + " different limits");
            }
        }
        return run.wrong();
    }

    private Optional<String> broken() {
        for (ChargeLog log : run.logs.values()) {
            Optional<String> broken = cluster.scenario.isUndisturbed() ? brokenUndisturbed(log) : brokenByTheGrid(log);
            if (broken.isPresent()) {
                return broken.map(text -> log.id().key().value() + ": " + text);
            }
        }
        return Optional.empty();
    }

    private Optional<String> brokenUndisturbed(ChargeLog log) {
        long skew = cluster.scenario.skewMillis();
        Optional<String> broken = log.brokenInAWindow(each -> true, skew, 0);
        // with clocks that differ it is not known which of two charges was the first
        return broken.isEmpty() && skew == 0 ? log.brokenInOrder(each -> true, 0) : broken;
    }

    /**
     * Whatever goes wrong, the grid does not admit more than the limits of who asked; what it lost with a member it can
     * admit again. See {@link Promises}.
     */
    private Optional<String> brokenByTheGrid(ChargeLog log) {
        Predicate<AdmissionLog.Admission> shared = AdmissionLog.Admission::shared;
        Optional<String> broken = broken(log, shared.and(each -> each.side() == 0));
        for (int i = 0; i < run.troubles.splits.size() && broken.isEmpty(); i++) {
            int side = i + 1;
            long cut = run.troubles.splits.get(i).cutMillis() - 30_000;
            broken = broken(log, shared.and(each -> each.side() == side || (each.side() == 0 && each.millis() < cut)));
        }
        return broken.map(text -> "by the grid, " + text);
    }

    private Optional<String> broken(ChargeLog log, Predicate<AdmissionLog.Admission> included) {
        long lost = cluster.books.lost(StoreFixtures.text(log.id()));
        return log.brokenInAWindow(included, 0, lost).or(() -> log.brokenInOrder(included, lost));
    }

    private long used(ChargeLog log) {
        String text = cluster.grid.text(cluster.nodes.get(0).member, StoreFixtures.text(log.id()));
        return Books.used(run.policy.base(), text, cluster.time.millis());
    }

    /** What was admitted counts, by whatever limits. */
    private Optional<String> forgotten() {
        for (ChargeLog log : run.logs.values()) {
            if (log.id().policy().algorithm().refillsContinuously()) {
                return Optional.empty();
            }
            long least = log.counting(longest().windowMillis(), cluster.time.millis(), this::mustCount);
            // a debt is charged with as many permits as the largest tier can use
            long most = cluster.scenario.isUndisturbed() ? least : Math.min(least, run.policy.mostPermits());
            long lost = cluster.books.lost(StoreFixtures.text(log.id()));
            long used = used(log);
            if (used + lost < most) {
                return Optional.of(log.id().key().value() + ": " + least + " permits must count, but only " + used
                        + " do, and " + lost + " were lost");
            }
        }
        return Optional.empty();
    }

    private boolean mustCount(AdmissionLog.Admission admission) {
        boolean isOwed = cluster.killed.contains(admission.by())
                && (!admission.shared() || run.troubles.wasApart(admission.by()));
        // the boundary of a fixed window can lie between what the fallback admitted and its charge
        boolean isAtBoundary = !admission.shared() && run.policy.base().algorithm() == Algorithm.FIXED_WINDOW;
        return !isOwed && !isAtBoundary;
    }

    private Limit longest() {
        return Books.longest(run.policy.base());
    }

    /**
     * Nothing counts twice, as far as that is known: where all leases were given back, and no swap was made unknown.
     */
    private Optional<String> countedTwice() {
        boolean isKnown = cluster.scenario.stops()
                || cluster.scenario.hasOnly(Trouble.LATENESS)
                || cluster.scenario.hasOnly(Trouble.FREEZES);
        for (ChargeLog log : isKnown ? run.logs.values() : List.<ChargeLog>of()) {
            if (log.id().policy().algorithm().refillsContinuously()) {
                return Optional.empty();
            }
            long most = admittedLately(log) + (cluster.scenario.isUndisturbed() ? 0 : unknown(log));
            long used = used(log);
            if (used > most) {
                return Optional.of(log.id().key().value() + ": " + used + " permits count, but only " + most
                        + " were admitted or may count twice");
            }
        }
        return Optional.empty();
    }

    private long admittedLately(ChargeLog log) {
        long window = longest().windowMillis();
        // slices end late; a clock that is ahead charges for later
        long more = window / 16 + 1 + 2 * cluster.scenario.skewMillis() + 10;
        return log.id().policy().algorithm() == Algorithm.FIXED_WINDOW
                ? log.counting(window, cluster.time.millis(), each -> true)
                : log.counting(window + more, cluster.time.millis(), each -> true);
    }

    /** What was taken by swaps that no instance knows of, and by leases that could not be returned. */
    private long unknown(ChargeLog log) {
        String id = StoreFixtures.text(log.id());
        long largest = run.policy.tiers().values().stream()
                .filter(tier -> Lending.lendable(tier, State.EMPTY, cluster.time.millis()) > 0)
                .mapToLong(Lending::largestLease)
                .max()
                .orElse(0);
        return cluster.books.taken(id, item -> !item.isKnown) + 2L * cluster.nodes.size() * Math.max(10, largest);
    }
}
