package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.simulation.Scenario.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Simulation} tries in its end with a key of its own, because it seldom happens by itself: things that
 * have to come one after the other.
 */
final class Trials {

    private final Simulation run;
    private final Accounts accounts;

    Trials(Simulation run, Accounts accounts) {
        this.run = run;
        this.accounts = accounts;
    }

    Optional<String> problem() {
        if (run.scenario.isUndisturbed()) {
            return busyInstance().or(this::boundary).or(new LeaseTrials(run, accounts)::problem);
        }
        if (run.scenario.hasOnly(Trouble.FREEZES)) {
            return momentApart();
        }
        if (run.scenario.hasOnly(Trouble.LATENESS)) {
            return resetWhileADebtIsPaid();
        }
        return run.scenario.hasOnly(Trouble.SPLIT)
                ? busierHalfIsGivenUp().or(this::blockOfTheHalfThatIsGivenUp)
                : Optional.empty();
    }

    /** What a busy instance has on lease leaves most of a limit to the others. */
    private Optional<String> busyInstance() {
        CounterId id = id("busy", new Limit(300, Duration.ofHours(1)));
        for (int i = 0; i < 60; i++) {
            run.acquire(run.nodes.get(0), id, 1);
            run.time.pass(3);
        }
        long before = used(id);
        boolean[] admitted = {false};
        run.nodes
                .get(1)
                .request(
                        id,
                        Change.acquire(100),
                        answer -> admitted[0] = StoreFixtures.decided(answer).allowed());
        run.time.pass(50);
        if (!admitted[0]) {
            return Optional.of("busy: nothing was left for others when " + before + " permits of 300 were used");
        }
        run.letEnd(Lending.leaseMillis(id.policy()));
        long counted = accounts.used(id);
        long used = used(id) + 100;
        return counted > used
                ? Optional.of("busy: " + counted + " permits count, but only " + used + " were used")
                : Optional.empty();
    }

    /** What was lent or taken in one fixed window is of no use in the next, nor can it be given back there. */
    private Optional<String> boundary() {
        Limit hourly = new Limit(300, Duration.ofHours(1));
        Limit limit = Scenario.isByCalendar(run.seed) ? Scenario.byCalendar(hourly) : hourly;
        Policy policy = Policy.of("boundary", Algorithm.FIXED_WINDOW, List.of(limit));
        CounterId id = new CounterId(policy, Key.of("boundary"));
        SimulatedNode first = run.nodes.get(0);
        run.time.idle(limit.windowMillis() - Math.floorMod(run.time.millis(), limit.windowMillis()) - 300);
        long taken = first.clock().millis();
        // so many that there is a lease at the end of a window that was idle before
        for (int i = 0; i < 150; i++) {
            run.acquire(first, id, 1);
            run.time.pass(2);
        }
        run.time.pass(2 * run.scenario.skewMillis() + 1);
        run.acquire(run.nodes.get(1), id, 200);
        run.time.pass(20);
        run.nodes.get(1).request(id, new Change.Refund(20, taken), answer -> {});
        run.time.pass(20);
        for (int i = 0; i < 130; i++) {
            run.acquire(run.nodes.get(i % 2), id, 1);
            run.time.pass(i % 10 == 0 ? 1 : 0);
        }
        run.time.pass(100);
        return run.logs
                .get(id)
                .brokenPromise(each -> true, run.scenario.skewMillis(), 0)
                .map(text -> "boundary: " + text);
    }

    /** An instance that nobody hears for a moment leaves the others what they use meanwhile. */
    private Optional<String> momentApart() {
        if (run.nodes.size() > 3) {
            return Optional.empty();
        }
        // nothing is lent of so small a limit, so that everybody sees what the others use
        Limit limit = new Limit(32, Duration.ofHours(1));
        CounterId id = id("moment", limit);
        SimulatedNode first = run.nodes.get(0);
        for (int i = 0; i < 1_000 && used(id) < 22; i++) {
            use(id, i);
        }
        first.member.mute = true;
        for (int i = 0; i < 300; i++) {
            use(id, i);
        }
        first.member.mute = false;
        run.time.pass(2_000);
        AdmissionLog log = run.logs.get(id);
        return log.brokenPromise(each -> true, 0, 1).map(text -> "moment: an instance was cut off, " + text);
    }

    private long used(CounterId id) {
        AdmissionLog log = run.logs.get(id);
        return log == null ? 0 : log.since(0, each -> true);
    }

    private void use(CounterId id, int turn) {
        if (turn % 10 == 0) {
            run.acquire(run.nodes.get(1 + turn / 10 % (run.nodes.size() - 1)), id, 1);
        }
        if (turn % 30 == 0 || run.nodes.get(0).member.mute) {
            run.acquire(run.nodes.get(0), id, 1);
        }
        run.time.pass(1);
    }

    /** A reset takes with it what is owed, also what is just being paid, and nothing that is admitted after it. */
    private Optional<String> resetWhileADebtIsPaid() {
        CounterId id = id("reset", new Limit(30 + run.random.nextInt(100), Duration.ofHours(1)));
        SimulatedNode node = run.nodes.get(0);
        run.grid.longestDelayMillis = 0;
        run.grid.shortestDelayMillis = 150;
        // nobody waits for the answer, so that more and more is owed; the next operation pays it
        for (int i = 0; i < 6; i++) {
            run.acquire(node, id, 1);
            run.time.pass(55);
        }
        long before = used(id);
        node.request(id, new Change.Reset(), answer -> {});
        run.time.pass(run.random.nextInt(20));
        for (int i = 0; i < 2; i++) {
            run.acquire(node, id, 1);
            run.time.pass(run.random.nextInt(30));
        }
        run.grid.shortestDelayMillis = 0;
        run.grid.longestDelayMillis = 3;
        run.time.pass(5_000);
        long after = used(id) - before;
        long counted = accounts.used(id);
        return counted == after
                ? Optional.empty()
                : Optional.of("reset: " + after + " permits were admitted after a reset, but " + counted + " count");
    }

    /** The half of a split whose counters are given up changed them more often, and used less. */
    private Optional<String> busierHalfIsGivenUp() {
        // nothing is lent of so small a limit: what counts is what was admitted
        CounterId id = id("halves", new Limit(32, Duration.ofHours(1)));
        if (run.nodes.size() < 3 || run.grid.isSplit()) {
            return Optional.empty();
        }
        SimulatedNode last = run.nodes.get(run.nodes.size() - 1);
        for (SimulatedNode node : run.nodes) {
            run.acquire(node, id, 1);
            run.time.pass(20);
        }
        run.time.pass(200_000);
        run.troubles.cut(List.of(last));
        run.acquire(run.nodes.get(0), id, 9);
        for (int i = 0; i < 10; i++) {
            run.acquire(last, id, 1);
            run.time.pass(i == 5 ? run.random.nextInt(60_000) : 20);
        }
        run.time.pass(run.random.nextInt(200_000));
        run.troubles.heal(List.of(last));
        run.acquire(last, id, 1);
        run.time.pass(3_000);
        run.acquire(run.nodes.get(0), id, 1);
        run.time.pass(1_000);
        long counted = accounts.used(id);
        // what the last one charged before the cut can count twice
        return counted == used(id) || counted == used(id) + 1
                ? Optional.empty()
                : Optional.of("halves: " + used(id) + " permits were admitted, but " + counted + " count");
    }

    /** A block that began in the half of a split whose counters are given up holds after it. */
    private Optional<String> blockOfTheHalfThatIsGivenUp() {
        if (run.nodes.size() < 3 || run.grid.isSplit()) {
            return Optional.empty();
        }
        BlockRule rule = new BlockRule(3_600_000, 1, 0, 200, 86_400_000, 86_400_000, false);
        List<Limit> limits = List.of(new Limit(5, Duration.ofMinutes(1)));
        Policy policy = Policy.of("blocks", Algorithm.SLIDING_WINDOW, limits).withBlock(rule);
        CounterId id = new CounterId(policy, Key.of("blocks"));
        SimulatedNode last = run.nodes.get(run.nodes.size() - 1);
        run.acquire(run.nodes.get(0), id, 1);
        run.time.pass(200_000);
        run.troubles.cut(List.of(last));
        for (int i = 0; i < 10; i++) {
            run.acquire(last, id, 1);
            run.time.pass(100);
        }
        run.troubles.heal(List.of(last));
        run.time.pass(5_000);
        boolean[] blocked = {false};
        run.nodes
                .get(0)
                .request(
                        id,
                        new Change.Peek(1),
                        answer -> blocked[0] =
                                StoreFixtures.decided(answer).verdict().blocked());
        run.time.pass(1_000);
        return blocked[0] ? Optional.empty() : Optional.of("blocks: a block was forgotten by a merge");
    }

    private static CounterId id(String name, Limit limit) {
        Policy policy = Policy.of(name, Algorithm.SLIDING_WINDOW, List.of(limit));
        return new CounterId(policy, Key.of(name));
    }
}
