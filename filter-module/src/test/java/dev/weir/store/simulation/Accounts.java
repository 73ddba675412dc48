package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Lending;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.simulation.Scenario.Trouble;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares what was admitted in a {@link Simulation} with what the grid has counted in the end: whatever was admitted
 * counts, and nothing counts twice but what may have been made by a swap that nobody knows of, or was charged again
 * after a split.
 */
final class Accounts {

    /** What was charged so long before a cut can be charged again after it. */
    private static final long CHARGED_AGAIN_MILLIS = 145_000;

    private final Simulation run;
    private final Promises promises;

    Accounts(Simulation run, Promises promises) {
        this.run = run;
        this.promises = promises;
    }

    /** A key of which less counts than was admitted. */
    Optional<String> forgotten() {
        return first(this::forgotten);
    }

    /** A key of which more counts than was admitted. */
    Optional<String> countedTwice() {
        return first(this::countedTwice);
    }

    private Optional<String> first(Function<AdmissionLog, Optional<String>> problem) {
        for (AdmissionLog log : run.logs.values()) {
            Optional<String> found = problem.apply(log);
            if (found.isPresent()) {
                return found.map(
                        text -> log.id.key().value() + ": " + log.policy().name() + ", " + text);
            }
        }
        return Optional.empty();
    }

    long used(CounterId id) {
        String text = run.grid.text(run.nodes.get(0).member, StoreFixtures.text(id));
        return Books.used(id.policy(), text, run.time.millis());
    }

    private Optional<String> forgotten(AdmissionLog log) {
        long least = least(log);
        long lost = run.books.lost(StoreFixtures.text(log.id));
        long used = used(log.id);
        return used + lost < least
                ? Optional.of(least + " permits must count, but only " + used + " do, and " + lost + " were lost")
                : Optional.empty();
    }

    private long least(AdmissionLog log) {
        long now = run.time.millis();
        long admitted = log.counting(now, each -> promises.counts(log, each));
        long owed = log.owed(now, each -> promises.counts(log, each));
        // what an instance owes is charged together, and at most one window of it
        long window = Books.longest(log.policy()).burst();
        return run.scenario.isUndisturbed() ? admitted + owed : Math.max(admitted, Math.min(admitted + owed, window));
    }

    private Optional<String> countedTwice(AdmissionLog log) {
        long used = used(log.id);
        long most = run.scenario.isUndisturbed() ? mostUndisturbed(log) : mostInTrouble(log);
        return used > most
                ? Optional.of(used + " permits count, but only " + most + " were admitted or may count twice")
                : Optional.empty();
    }

    private long mostUndisturbed(AdmissionLog log) {
        // a lease that dies with its instance stays charged; what a bucket gets back depends on when
        if (!run.scenario.stops() || log.policy().algorithm().refillsContinuously()) {
            return Long.MAX_VALUE;
        }
        Limit limit = Books.longest(log.policy());
        long now = run.time.millis();
        long since = log.policy().algorithm().of(limit) == Algorithm.FIXED_WINDOW
                ? now - Math.floorMod(now, limit.windowMillis())
                : now - limit.windowMillis() - limit.windowMillis() / 16 - 1;
        // a refund is not made again whose swap failed just when the key got another owner
        return log.since(since - 2 * run.scenario.skewMillis() - 10, each -> true) + log.refunded();
    }

    /** What instances had on lease that were frozen or cut off so long that they could not return it any more. */
    private long stranded(Policy policy) {
        boolean lends = Lending.lendable(policy, State.EMPTY, run.time.millis()) > 0;
        return lends ? 2L * run.nodes.size() * Lending.largestLease(policy) : 0;
    }

    private long mostInTrouble(AdmissionLog log) {
        // a refund that was lost is not made again, nor what may have been made by a member that died; what a bucket
        // gets
        // back depends on when
        boolean refunds = run.scenario.policies().size() > 1
                || run.scenario.has(Trouble.LOSS)
                || run.scenario.has(Trouble.DEATHS)
                || run.scenario.has(Trouble.KILLS);
        if (refunds || !run.books.areDetailed() || log.policy().algorithm().refillsContinuously()) {
            return Long.MAX_VALUE;
        }
        String id = StoreFixtures.text(log.id);
        long most = log.since(0, each -> !run.killed.contains(each.by()));
        for (SimulatedNode node : run.killed) {
            most += Math.max(log.since(0, each -> each.by() == node), run.books.net(id, node.member));
        }
        most += run.books.taken(id, item -> !item.isKnown);
        most += stranded(log.policy());
        for (FaultInjector.Split split : run.troubles.splits) {
            most += run.books.taken(
                    id,
                    item -> item.millis > split.cutMillis() - CHARGED_AGAIN_MILLIS
                            && split.smaller().stream().anyMatch(node -> node.member == item.by));
        }
        return most;
    }
}
