package dev.weir.engine;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.LimitControl;
import dev.weir.LimitOverride;
import dev.weir.OverrideChanged;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.override.SharedOverrides;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes the limits of one application while it runs. Safe for use by many threads. */
public final class OperatorControl implements LimitControl {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    /** A database keeps 4,000 characters, of which reason and author can take 1,200 and the key 500. */
    private static final int LONGEST_LIMIT = 500;

    private final Engine engine;
    private final KeyCodec storedKey;
    private final SharedOverrides overrides;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Set<String> tiers;
    private final Supplier<String> operator;
    private final BiConsumer<LimitOverride, OverrideChanged.Change> listener;
    private final Cluster cluster;

    /**
     * What is asked for changes.
     *
     * @param isThere whether there is a cluster to count with, whether or not it answers
     * @param longestWaitMillis how long a change waits for it
     */
    public record Cluster(BooleanSupplier isThere, long longestWaitMillis) {}

    /**
     * Creates the control of what {@code engine} decides.
     *
     * @param clock the cluster's time
     * @param zone the time zone of calendar windows
     * @param tiers the names of all tiers
     * @param operator who makes the changes of the present thread
     * @param listener is told of each change that was made here
     */
    public OperatorControl(
            Engine engine,
            KeyCodec storedKey,
            SharedOverrides overrides,
            InstantSource clock,
            ZoneId zone,
            Set<String> tiers,
            Supplier<String> operator,
            BiConsumer<LimitOverride, OverrideChanged.Change> listener,
            Cluster cluster) {
        this.engine = engine;
        this.storedKey = storedKey;
        this.overrides = overrides;
        this.clock = clock;
        this.zone = zone;
        this.tiers = tiers;
        this.operator = operator;
        this.listener = listener;
        this.cluster = cluster;
    }

    @Override
    public LimitControl as(String who) {
        return new OperatorControl(engine, storedKey, overrides, clock, zone, tiers, () -> who, listener, cluster);
    }

    @Override
    public void limit(String policy, Key key, String limit, @Nullable Duration duration, String reason) {
        limit(policy, Optional.of(key), limit, duration, reason);
    }

    @Override
    public void limit(String policy, String limit, @Nullable Duration duration, String reason) {
        limit(policy, Optional.empty(), limit, duration, reason);
    }

    private void limit(String policy, Optional<Key> key, String limit, @Nullable Duration duration, String reason) {
        if (limit.length() > LONGEST_LIMIT) {
            throw new IllegalArgumentException(
                    "limit must be at most " + LONGEST_LIMIT + " characters long, was " + limit.length());
        }
        requireChangeable(policy, LimitReader.readAll(limit, zone));
        add(LimitOverride.Kind.LIMIT, policy, key, limit.strip(), duration, reason);
    }

    /** @throws IllegalArgumentException if there is no such policy, or if what was counted would not be found again */
    private void requireChangeable(String name, List<Limit> limits) {
        Policy policy = engine.requirePolicy(name, Key.global());
        if (!engine.goesOn(policy, policy.withLimits(limits).checked())) {
            throw new IllegalArgumentException(
                    "policy " + name + " keeps its counters for less time than the windows of " + limits
                            + " need; a limit with such a window has to be configured before a start");
        }
    }

    @Override
    public void tier(String policy, Key key, String tier, @Nullable Duration duration, String reason) {
        if (!tiers.contains(tier)) {
            throw new IllegalArgumentException("no such tier, was \"" + tier + "\"");
        }
        add(LimitOverride.Kind.TIER, policy, Optional.of(key), tier, duration, reason);
    }

    @Override
    public void block(String policy, Key key, @Nullable Duration duration, String reason) {
        add(LimitOverride.Kind.BLOCK, policy, Optional.of(key), "", duration, reason);
    }

    @Override
    public void unblock(String policy, Key key) {
        LimitOverride block = override(LimitOverride.Kind.BLOCK, policy, Optional.of(key), "", null, "");
        Optional<LimitOverride> held = overrides.all().stream()
                .filter(each -> each.kind() == block.kind()
                        && each.policy().equals(policy)
                        && each.key().equals(block.key()))
                .findFirst();
        var unused = await(overrides
                .remove(block)
                .thenRun(() -> held.ifPresent(each -> listener.accept(each, OverrideChanged.Change.REMOVED))));
        requireMade(engine.change(policy, key, new Change.Unblock()));
    }

    @Override
    public void reset(String policy, Key key) {
        requireMade(engine.change(policy, key, new Change.Reset()));
    }

    /** Without the cluster a change of a counter is one of this instance alone. A policy without limits has none. */
    private void requireMade(PolicyDecision change) {
        boolean counts = !change.charge().policy().limits().isEmpty();
        if (counts && change.source() == Source.LOCAL && cluster.isThere().getAsBoolean()) {
            throw new IllegalStateException(
                    "the cluster does not answer: the change may hold on this instance alone; repeat it");
        }
    }

    @Override
    public List<LimitOverride> overrides() {
        return overrides.all();
    }

    @Override
    public boolean remove(LimitOverride override) {
        return await(overrides.end(override).thenApply(removed -> {
            if (removed) {
                listener.accept(override, OverrideChanged.Change.REMOVED);
            }
            return removed;
        }));
    }

    private void add(
            LimitOverride.Kind kind,
            String policy,
            Optional<Key> key,
            String value,
            @Nullable Duration duration,
            String reason) {
        LimitOverride added = override(kind, policy, key, value, duration, reason);
        var unused = await(overrides.add(added).thenRun(() -> listener.accept(added, OverrideChanged.Change.ADDED)));
    }

    private LimitOverride override(
            LimitOverride.Kind kind,
            String policy,
            Optional<Key> key,
            String value,
            @Nullable Duration duration,
            String reason) {
        var unused = engine.requirePolicy(policy, Key.global());
        Instant now = Instant.ofEpochMilli(clock.millis());
        return new LimitOverride(
                kind,
                policy,
                key.map(storedKey::textOf),
                value,
                now,
                Optional.ofNullable(duration).map(OperatorControl::checked).map(now::plus),
                cut(operator.get()),
                cut(reason));
    }

    private static Duration checked(Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(Limit.LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException("duration must be 1 ms to 366 days, was " + duration);
        }
        return duration;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    /** A change that is made after that still holds, and its listener is told. */
    private <T extends @Nullable Object> T await(CompletionStage<T> change) {
        try {
            return change.toCompletableFuture().get(cluster.longestWaitMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the cluster does not answer: the change may or may not have been made; repeat it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the change was made", e);
        }
    }
}
