package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.Verdict;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.simulation.Scenario.Trouble;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold of a {@link Simulation} when all trouble is over. */
final class FinalInvariants {

    /** Of a smaller limit nothing is lent. */
    private static final long LARGEST_UNLENT = 32;

    private final Simulation run;
    private final Promises promises;
    private final Accounts accounts;
    /** Requests to use up a limit. */
    private final long most;

    FinalInvariants(Simulation run) {
        this.run = run;
        this.promises = new Promises(run);
        this.accounts = new Accounts(run, promises);
        this.most = 2_000L * run.scenario.size().permitsFactor();
    }

    /** The first promise that was not kept. */
    Optional<String> problem() {
        Optional<String> broken = promises.broken();
        if (broken.isPresent()) {
            return broken;
        }
        Optional<String> countedTwice = accounts.countedTwice();
        if (countedTwice.isPresent()) {
            return countedTwice;
        }
        putBack();
        return accounts.forgotten()
                .or(accounts::countedTwice)
                .or(this::lonelyCaller)
                .or(this::lastChangesOfAKilledMember)
                .or(this::restartWhileUsedUp)
                .or(this::surgeAfterALease)
                .or(this::resetElsewhere)
                .or(() -> new Endurance(run).problem())
                .or(() -> new Trials(run, accounts).problem());
    }

    /** What is tried, is tried with each of few keys, and with some of many. */
    private Collection<String> keys() {
        Set<String> admitted = admitted();
        return run.visitors.areMany()
                ? run.visitors.sample().stream().filter(admitted::contains).toList()
                : admitted;
    }

    private Set<String> admitted() {
        return run.logs.keySet().stream()
                .filter(id -> id.policy().equals(run.policy))
                .map(id -> id.key().value())
                .collect(Collectors.toSet());
    }

    /** An instance puts back what it sees that the grid has lost. Of many keys, it knows those that it admitted. */
    private void putBack() {
        Map<SimulatedNode, Collection<CounterId>> known = new HashMap<>();
        if (run.visitors.areMany()) {
            run.logs.forEach((id, log) -> log.admittedBy()
                    .forEach(node -> known.computeIfAbsent(node, each -> new ArrayList<>())
                            .add(id)));
        } else {
            run.nodes.forEach(node -> known.put(node, List.copyOf(run.logs.keySet())));
        }
        for (SimulatedNode node : run.nodes) {
            for (CounterId id : known.getOrDefault(node, List.of())) {
                Limit first = id.policy().limits().get(0);
                node.request(id, new Change.Peek(first.burst() + 1), answer -> {});
            }
            run.time.pass(1_000);
        }
    }

    /** What an instance was told is so, also if the member that told it is gone a moment later. */
    private Optional<String> lastChangesOfAKilledMember() {
        for (String key : run.scenario.hasOnly(Trouble.KILLS) ? keys() : Set.<String>of()) {
            SimulatedNode first = run.nodes.get(0);
            String held = StoreFixtures.text(run.id(key));
            boolean admitted = alone(first, key, 1).allowed();
            String before = run.grid.text(first.member, held);
            long window = Math.floorDiv(run.time.millis(), run.limit.windowMillis());
            int owner =
                    run.nodes.stream().map(node -> node.member).toList().indexOf(run.grid.owner(first.member, held));
            // of a larger limit an unused lease may go back meanwhile
            boolean exact = run.limit.permits() < 32 && !run.policy.algorithm().refillsContinuously();
            if (admitted && owner > 0 && exact) {
                SimulatedNode dead = run.nodes.get(owner);
                run.cluster.kill(owner, 20);
                run.nodes.forEach(each -> each.grid().lost(dead.member));
                run.time.pass(100);
                long used = accounts.used(run.id(key));
                // what has come back meanwhile by itself is not lost
                long told = Books.used(run.policy, before, run.time.millis());
                boolean sameWindow = Math.floorDiv(run.time.millis(), run.limit.windowMillis()) == window;
                if (used < told && sameWindow && run.limit.windowMillis() > 100_000) {
                    return Optional.of(key + ": " + told + " permits counted before a member was killed, then " + used);
                }
            }
        }
        return Optional.empty();
    }

    /** Instances that begin again know nothing but what the grid still has. */
    private Optional<String> restartWhileUsedUp() {
        for (String key : run.scenario.isUndisturbed() ? keys() : Set.<String>of()) {
            everybody(key, (int) Math.min(most, run.limit.burst() + 2));
            for (int i = 0; i < run.nodes.size(); i++) {
                run.cluster.kill(i, 0);
            }
            run.time.idle(run.limit.windowMillis() * 3 / 4);
            everybody(key, 20);
        }
        return promises.broken();
    }

    /** One instance has a lease that it does not use until it is about to end; then everybody comes. */
    private Optional<String> surgeAfterALease() {
        boolean lends = run.scenario.isUndisturbed() && run.limit.permits() > LARGEST_UNLENT;
        for (String key : lends ? keys() : Set.<String>of()) {
            run.time.idle(2 * run.limit.windowMillis());
            for (int i = 0; i < 60; i++) {
                run.acquire(run.nodes.get(0), key, 1);
                run.time.idle(1 + 3 * run.limit.windowMillis() / (2 * run.limit.permits()));
            }
            run.time.idle(Lending.leaseMillis(run.policy) * 7 / 10);
            everybody(key, (int) Math.min(most, 2 * run.limit.burst()));
        }
        return promises.broken();
    }

    private void everybody(String key, int times) {
        for (int i = 0; i < times; i++) {
            run.acquire(run.nodes.get(i % run.nodes.size()), key, 1);
            run.time.pass(i % 20 == 0 ? 1 : 0);
        }
        run.time.pass(300);
    }

    /** A lone caller that waits as long as it is told is admitted. */
    private Optional<String> lonelyCaller() {
        for (String key : keys()) {
            Verdict first = alone(run.nodes.get(0), key, 1);
            for (int i = 0; first.allowed() && i < 4 * run.limit.burst(); i++) {
                first = alone(run.nodes.get(0), key, 1);
            }
            if (first.allowed()) {
                continue;
            }
            run.time.idle(first.retryAfterMillis().orElseThrow());
            Verdict second = alone(run.nodes.get(0), key, 1);
            if (!second.allowed() && !run.scenario.isUndisturbed()) {
                // what the cluster was charged for after the trouble was not known to the instance that refused before
                run.time.idle(second.retryAfterMillis().orElseThrow());
                second = alone(run.nodes.get(0), key, 1);
            }
            if (!second.allowed()) {
                return Optional.of(key + ": refused after it waited for " + first.retryAfterMillis());
            }
        }
        return Optional.empty();
    }

    /** A reset on one instance takes effect on the others within two seconds. */
    private Optional<String> resetElsewhere() {
        for (String key : keys()) {
            for (int i = 0;
                    i < 2 * run.limit.burst() + 2
                            && alone(run.nodes.get(0), key, 1).allowed();
                    i++) {
                run.time.pass(0);
            }
            run.nodes.get(1).request(run.id(key), new Change.Reset(), answer -> {});
            run.time.pass(2_000);
            if (!alone(run.nodes.get(0), key, 1).allowed()) {
                return Optional.of(key + ": refused two seconds after it was reset elsewhere");
            }
        }
        return Optional.empty();
    }

    private Verdict alone(SimulatedNode node, String key, long permits) {
        StoreResult answer = ask(node, key, permits);
        if (answer instanceof StoreResult.Undecided) {
            // the first request after the trouble finds out that the cluster answers again
            run.time.pass(1_000);
            answer = ask(node, key, permits);
        } else if (answer instanceof StoreResult.Decided decided && decided.source() == Source.LOCAL) {
            // that first request can be decided by the fallback, and is charged in the next second: of what an instance
            // owes, only its own reset forgets all for certain. Another one may not be heard of before that is charged
            run.time.pass(1_000);
        }
        return StoreFixtures.decided(answer).verdict();
    }

    private StoreResult ask(SimulatedNode node, String key, long permits) {
        List<StoreResult> answers = new ArrayList<>();
        node.request(run.id(key), Change.acquire(permits), answers::add);
        for (int i = 0; answers.isEmpty() && i < 100; i++) {
            run.time.pass(1);
        }
        run.note(node, run.id(key), permits, answers.get(0));
        return answers.get(0);
    }
}
