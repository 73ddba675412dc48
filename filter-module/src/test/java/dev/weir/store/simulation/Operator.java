package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.LimitOverride;
import dev.weir.LimitOverride.Kind;
import dev.weir.store.simulation.OverrideHistory.Subject;
import dev.weir.store.simulation.OverrideHistory.Version;
import dev.weir.text.LimitReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Changes limits and tiers of keys at any instance of a {@link SimulatedCluster} while it serves. */
final class Operator {

    private static final int CHANGE_ONE_IN = 40;
    private static final int LONGEST_MILLIS = 20_000;

    private final OverrideSimulation run;
    private final Random random;
    private final OverrideHistory history;
    /** What was made during the present split. */
    private final List<MadeApart> madeApart = new ArrayList<>();

    /** A change that one half of a split knows of, through the instance that made it. */
    private record MadeApart(SimulatedNode node, Version version) {}

    Operator(OverrideSimulation run) {
        this.run = run;
        this.random = run.cluster.random;
        this.history = new OverrideHistory(run.cluster.scenario.skewMillis());
    }

    /** A half whose instances have all been killed has no one who puts back, after the merge, what it knew. */
    private void noteDeaths() {
        for (MadeApart each : madeApart) {
            if (run.cluster.killed.contains(each.node())) {
                history.perhapsLost(each.version());
            }
        }
        if (run.cutMillis() == Long.MAX_VALUE) {
            madeApart.clear();
        }
    }

    /** Changes something now and then. */
    void perhaps() {
        noteDeaths();
        if (random.nextInt(CHANGE_ONE_IN) > 0) {
            return;
        }
        SimulatedNode node = run.cluster.nodes.get(random.nextInt(run.cluster.nodes.size()));
        String key = run.visitors.next();
        Kind kind = List.of(Kind.LIMIT, Kind.LIMIT, Kind.LIMIT, Kind.TIER, Kind.TIER, Kind.BLOCK)
                .get(random.nextInt(6));
        boolean isForAll = kind == Kind.LIMIT && random.nextInt(4) == 0;
        long millis = kind == Kind.BLOCK || random.nextBoolean() ? 1 + random.nextInt(LONGEST_MILLIS) : Long.MAX_VALUE;
        boolean removes = random.nextInt(5) == 0;
        String value = switch (kind) {
            case LIMIT -> run.policy.anyLimits(random);
            case TIER -> run.policy.anyTier(random);
            case BLOCK -> "";
        };
        Subject subject = new Subject(kind, run.policy.name(), isForAll ? "" : NodeOverrides.text(key));
        if (!node.isRunning() || !run.overridesOf(node).isServing() || history.isPending(subject, now())) {
            return;
        }
        if (removes) {
            remove(node, subject);
        } else {
            add(node, subject, value, millis);
        }
    }

    private long now() {
        return run.cluster.time.millis();
    }

    /** @param millis how long it holds; {@link Long#MAX_VALUE} for good */
    CompletionStage<Void> add(SimulatedNode node, Subject subject, String value, long millis) {
        LimitOverride override = override(node, subject, value, millis);
        Version begun = begin(node, subject, Optional.of(override));
        return made(node, subject, begun, run.overridesOf(node).shared().add(override));
    }

    CompletionStage<Void> remove(SimulatedNode node, Subject subject) {
        Version begun = begin(node, subject, Optional.empty());
        LimitOverride gone = override(node, subject, "", Long.MAX_VALUE);
        return made(node, subject, begun, run.overridesOf(node).shared().remove(gone));
    }

    private Version begin(SimulatedNode node, Subject subject, Optional<LimitOverride> override) {
        run.cluster.note("node " + run.cluster.nodes.indexOf(node) + " sets " + subject.kind() + " of \""
                + subject.key() + "\" "
                + override.map(made -> made.value() + " until " + made.until().map(Instant::toEpochMilli)));
        return history.begin(subject, override, now());
    }

    private CompletionStage<Void> made(
            SimulatedNode node, Subject subject, Version begun, CompletionStage<Void> change) {
        return change.whenComplete((done, failure) -> {
            run.cluster.note(failure == null ? "it is set" : "it is not known whether it is set");
            if (failure == null) {
                history.made(subject, begun, now(), run.cutMillis());
                if (run.cutMillis() != Long.MAX_VALUE) {
                    madeApart.add(new MadeApart(node, begun));
                }
            } else {
                history.failed(begun);
            }
        });
    }

    private static LimitOverride override(SimulatedNode node, Subject subject, String value, long millis) {
        Instant now = Instant.ofEpochMilli(node.clock().millis());
        return new LimitOverride(
                subject.kind(),
                subject.policy(),
                Optional.of(subject.key()).filter(key -> !key.isEmpty()),
                value,
                now,
                millis == Long.MAX_VALUE ? Optional.empty() : Optional.of(now.plusMillis(millis)),
                "operator",
                "trial");
    }

    /**
     * The limits by which an instance can decide at {@code clockMillis} that knows all that was set before {@code
     * known}.
     */
    Set<List<Limit>> possibleLimits(TieredPolicy policy, String key, long knownMillis, long clockMillis) {
        Set<List<Limit>> possible = new HashSet<>();
        String text = NodeOverrides.text(key);
        for (Optional<LimitOverride> own : possible(Kind.LIMIT, policy, text, knownMillis, clockMillis)) {
            for (Optional<LimitOverride> all : possible(Kind.LIMIT, policy, "", knownMillis, clockMillis)) {
                for (Optional<LimitOverride> tier : possible(Kind.TIER, policy, text, knownMillis, clockMillis)) {
                    possible.add(own.or(() -> all)
                            .map(set -> LimitReader.readAll(set.value()))
                            .orElseGet(() -> policy.onTier(tier.map(LimitOverride::value))
                                    .limits()));
                }
            }
        }
        return possible;
    }

    /** Whether such an instance can admit the key, or refuse it, because of a block. */
    boolean canBeBlocked(TieredPolicy policy, String key, boolean blocked, long knownMillis, long clockMillis) {
        return possible(Kind.BLOCK, policy, NodeOverrides.text(key), knownMillis, clockMillis).stream()
                .anyMatch(block -> block.isPresent() == blocked);
    }

    private Set<Optional<LimitOverride>> possible(
            Kind kind, TieredPolicy policy, String key, long knownMillis, long clockMillis) {
        return history.possible(new Subject(kind, policy.name(), key), knownMillis, clockMillis);
    }
}
