package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.LimitOverride.Kind;
import dev.weir.core.Algorithm;
import dev.weir.store.simulation.OverrideHistory.Subject;
import dev.weir.store.simulation.Scenario.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What an {@link OverrideSimulation} tries in its end with keys of their own: changes that come one after the other.
 */
final class OverrideTrials {

    private static final String SMALL = "tier-0";
    private static final String LARGE = "tier-1";
    private static final long SPREAD_MILLIS = 2_000;

    private final OverrideSimulation run;
    private final SimulatedCluster cluster;
    private final TieredPolicy tiers = TieredPolicy.of(
            "trial",
            Algorithm.SLIDING_WINDOW,
            List.of(
                    List.of(new Limit(40, Duration.ofHours(1))),
                    List.of(new Limit(300, Duration.ofHours(1)), new Limit(2_000, Duration.ofHours(2)))));

    OverrideTrials(OverrideSimulation run) {
        this.run = run;
        this.cluster = run.cluster;
    }

    Optional<String> problem() {
        if (cluster.scenario.isUndisturbed()) {
            return lowered().or(this::raised).or(this::ended);
        }
        if (cluster.scenario.hasOnly(Trouble.SPLIT)) {
            return setInTheHalfThatIsGivenUp();
        }
        return cluster.scenario.hasOnly(Trouble.KILLS) ? lostWithAMember() : Optional.empty();
    }

    /** Sets {@code value} at an instance; two seconds after that is done, all others know it. */
    private Optional<String> set(int node, Kind kind, String key, String value, long millis) {
        Subject subject = new Subject(kind, tiers.name(), NodeOverrides.text(key));
        CompletionStage<Void> change = run.operator.add(cluster.nodes.get(node), subject, value, millis);
        for (int i = 0; i < 100 && !change.toCompletableFuture().isDone(); i++) {
            cluster.time.pass(1);
        }
        cluster.time.pass(SPREAD_MILLIS);
        return allKnow(key);
    }

    private Optional<String> allKnow(String key) {
        run.allKnow(SPREAD_MILLIS);
        for (SimulatedNode node : cluster.nodes) {
            NodeOverrides known = run.overridesOf(node);
            run.check(node, tiers, key, known.charge(tiers, key, 1), known.isBlocked(tiers, key));
        }
        return run.wrong();
    }

    /** A lease of the larger tier is of no use on the smaller, where more is used than that has. */
    private Optional<String> lowered() {
        String key = "lowered";
        Optional<String> wrong = set(0, Kind.TIER, key, LARGE, Long.MAX_VALUE);
        for (int i = 0; i < 60; i++) {
            acquire(0, key);
            cluster.time.pass(3);
        }
        wrong = wrong.or(() -> set(1, Kind.TIER, key, SMALL, Long.MAX_VALUE));
        long before = run.admitted(tiers, key);
        everybody(key, 20);
        long after = run.admitted(tiers, key) - before;
        return wrong.or(() -> Optional.of(
                        "lowered: " + after + " permits were admitted by a limit of 40 when " + before + " were used")
                .filter(text -> after > 0));
    }

    /** What was used by one limit is used by the next: all of that is handed out, and no more. */
    private Optional<String> raised() {
        String key = "raised";
        Optional<String> wrong = exhausted(key, 40)
                .or(() -> set(0, Kind.TIER, key, LARGE, Long.MAX_VALUE))
                .or(() -> exhausted(key, 300))
                .or(() -> set(1, Kind.LIMIT, key, "350/1h", Long.MAX_VALUE))
                .or(() -> exhausted(key, 350))
                .or(() -> set(0, Kind.LIMIT, key, "100/1h", Long.MAX_VALUE))
                .or(() -> exhausted(key, 350))
                .or(() -> set(1, Kind.LIMIT, key, "400/1h", Long.MAX_VALUE))
                .or(() -> exhausted(key, 400));
        return wrong;
    }

    /** When an override has ended, nothing is admitted by it, whatever it has left. */
    private Optional<String> ended() {
        String key = "ended";
        Optional<String> wrong = set(0, Kind.LIMIT, key, "400/1h", 5_000);
        for (int i = 0; i < 60; i++) {
            acquire(i % cluster.nodes.size(), key);
            cluster.time.pass(2);
        }
        cluster.time.pass(5_000 - 60 * 2 - SPREAD_MILLIS + 2 * cluster.scenario.skewMillis());
        long before = run.admitted(tiers, key);
        everybody(key, 20);
        long after = run.admitted(tiers, key) - before;
        return wrong.or(run::wrong)
                .or(() -> Optional.of("ended: " + after + " permits were admitted by a limit that had ended")
                        .filter(text -> after > 0));
    }

    /** What is set in the half of a split whose texts are given up is known in the end to all. */
    private Optional<String> setInTheHalfThatIsGivenUp() {
        if (cluster.nodes.size() < 3 || cluster.grid.isSplit()) {
            return Optional.empty();
        }
        int last = cluster.nodes.size() - 1;
        List<SimulatedNode> smaller = List.of(cluster.nodes.get(last));
        run.troubles.cut(smaller);
        Optional<String> wrong = known(last, "apart", last);
        // the other half sets something else; what was announced before is no longer on the noticeboard
        cluster.time.pass(12_000);
        wrong = wrong.or(() -> known(0, "elsewhere", 0));
        cluster.time.pass(run.cluster.random.nextInt(12_000));
        wrong = wrong.or(() -> known(1, "later", 1));
        run.troubles.heal(smaller);
        cluster.time.pass(SPREAD_MILLIS);
        return wrong.or(() -> everywhere("apart"))
                .or(() -> everywhere("elsewhere"))
                .or(() -> everywhere("later"));
    }

    private Optional<String> known(int node, String key, int knower) {
        Subject subject = new Subject(Kind.LIMIT, tiers.name(), NodeOverrides.text(key));
        var unused = run.operator.add(cluster.nodes.get(node), subject, "7/1h", Long.MAX_VALUE);
        cluster.time.pass(100);
        return isKnown(cluster.nodes.get(knower), key) ? Optional.empty() : Optional.of(key + ": was not set");
    }

    private boolean isKnown(SimulatedNode node, String key) {
        return run.overridesOf(node)
                .charge(tiers, key, 1)
                .policy()
                .limits()
                .get(0)
                .equals(new Limit(7, Duration.ofHours(1)));
    }

    private Optional<String> everywhere(String key) {
        for (SimulatedNode node : cluster.nodes) {
            if (!isKnown(node, key)) {
                return Optional.of(key + ": node " + cluster.nodes.indexOf(node) + " does not know what was set");
            }
        }
        return Optional.empty();
    }

    /** What was set just before a member died that had it is known to all, as long as one instance knows it. */
    private Optional<String> lostWithAMember() {
        Optional<String> wrong = Optional.empty();
        for (int i = 0; i < 4 && wrong.isEmpty(); i++) {
            String key = "lost" + i;
            Subject subject = new Subject(Kind.LIMIT, tiers.name(), NodeOverrides.text(key));
            CompletionStage<Void> change = run.operator.add(cluster.nodes.get(0), subject, "7/1h", Long.MAX_VALUE);
            for (int tries = 0; tries < 100 && !change.toCompletableFuture().isDone(); tries++) {
                cluster.time.pass(1);
            }
            int other = 1 + cluster.random.nextInt(cluster.nodes.size() - 1);
            SimulatedGrid.Member dead = cluster.nodes.get(other).member;
            cluster.kill(other, 20);
            cluster.nodes.forEach(node -> node.grid().lost(dead));
            cluster.time.pass(SPREAD_MILLIS);
            wrong = everywhere(key);
        }
        return wrong;
    }

    private Optional<String> exhausted(String key, long expected) {
        int refusals = 0;
        // what the last one gave back may have been under way when the first was refused
        for (int i = 0; refusals < 2 * cluster.nodes.size(); i++) {
            long before = run.admitted(tiers, key);
            acquire(i % cluster.nodes.size(), key);
            cluster.time.pass(30);
            refusals = run.admitted(tiers, key) == before ? refusals + 1 : 0;
        }
        long used = run.admitted(tiers, key);
        return used == expected
                ? Optional.empty()
                : Optional.of(key + ": " + used + " permits were admitted by a limit of " + expected);
    }

    private void everybody(String key, int times) {
        for (int i = 0; i < times; i++) {
            acquire(i % cluster.nodes.size(), key);
            cluster.time.pass(1);
        }
        cluster.time.pass(100);
    }

    private void acquire(int node, String key) {
        run.acquire(cluster.nodes.get(node), tiers, key, 1, false);
    }
}
