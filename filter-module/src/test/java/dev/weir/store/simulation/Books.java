package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was charged to the entries of a {@link SimulatedGrid}, and by whom: of every limit of a policy the one with the
 * longest window.
 */
final class Books {

    private final Map<String, Policy> policies = new HashMap<>();
    private final boolean areDetailed;
    private final Map<String, List<Item>> items = new HashMap<>();
    private final Map<String, Long> lost = new HashMap<>();
    /** The first swap that took permits from a key that was blocked: only a debt may do that. */
    private Optional<String> takenWhileBlocked = Optional.empty();

    /** The blocks of each key, as the grid had them. */
    final BlockLog blocks = new BlockLog();

    /** @param areDetailed false if there are too many keys to remember each change */
    Books(Collection<Policy> policies, boolean areDetailed) {
        policies.forEach(policy -> this.policies.put(policy.name(), policy));
        this.areDetailed = areDetailed;
    }

    /** One swap: {@code permits} more were in use after it. */
    static final class Item {

        final long millis;
        final SimulatedGrid.Member by;
        final long permits;
        /** Whether who made it heard that it was made. */
        boolean isKnown;

        Item(long millis, SimulatedGrid.Member by, long permits) {
            this.millis = millis;
            this.by = by;
            this.permits = permits;
        }
    }

    /** The entry {@code id} was changed by {@code by}. */
    Item changed(String id, SimulatedGrid.Member by, @Nullable String before, String after, long nowMillis) {
        Item item = new Item(nowMillis, by, difference(id, before, after, nowMillis));
        if (item.permits > 0 && before != null && takenWhileBlocked.isEmpty()) {
            long until = StateCodec.decode(before).orElseThrow().block().untilMillis();
            long taken = StateCodec.decode(after).orElseThrow().mark();
            takenWhileBlocked = Optional.of(id.substring(id.indexOf('|') + 1) + ": taken at " + taken
                            + " while it was blocked until " + until)
                    .filter(text -> until > taken);
        }
        Policy policy = policies.get(id.substring(0, Math.max(0, id.indexOf('|'))));
        if (policy != null) {
            blocks.changed(id, policy.block(), before, after);
        }
        if (areDetailed) {
            items.computeIfAbsent(id, each -> new ArrayList<>()).add(item);
        }
        return item;
    }

    /** The entry {@code id} went back from {@code held} to {@code before}, because its backup had no more. */
    void lost(String id, String held, String before, long nowMillis) {
        lost.merge(id, Math.max(0, difference(id, before, held, nowMillis)), Long::sum);
    }

    /** Permits that were charged to {@code id}, and lost with a member. */
    long lost(String id) {
        return lost.getOrDefault(id, 0L);
    }

    Optional<String> takenWhileBlocked() {
        return takenWhileBlocked;
    }

    boolean areDetailed() {
        return areDetailed;
    }

    /** The sum of what {@code included} swaps took from {@code id}, not of what they gave back. */
    long taken(String id, Predicate<Item> included) {
        return items.getOrDefault(id, List.of()).stream()
                .filter(included)
                .mapToLong(item -> Math.max(0, item.permits))
                .sum();
    }

    /** What {@code by} took from {@code id}, less what it gave back. */
    long net(String id, SimulatedGrid.Member by) {
        return items.getOrDefault(id, List.of()).stream()
                .filter(item -> item.by == by)
                .mapToLong(item -> item.permits)
                .sum();
    }

    private long difference(String id, @Nullable String before, String after, long nowMillis) {
        Policy policy = policies.get(id.substring(0, Math.max(0, id.indexOf('|'))));
        return policy == null ? 0 : used(policy, after, nowMillis) - used(policy, before, nowMillis);
    }

    /** How many permits of the limit with the longest window are in use, also if they are more than it has. */
    static long used(Policy policy, @Nullable String text, long nowMillis) {
        State state = text == null ? State.EMPTY : StateCodec.decode(text).orElseThrow();
        Limit limit = longest(policy);
        // as much as a policy can have: what is used beyond the limit shows
        long endless = limit.permits() * (Duration.ofDays(700).toMillis() / limit.windowMillis());
        Policy wide = Policy.of(policy.name(), policy.algorithm(), List.of(limit.withBurst(endless)))
                .withBlock(policy.block().beginningNone());
        return endless - wide.left(state, nowMillis);
    }

    static Limit longest(Policy policy) {
        Limit longest = policy.limits().get(0);
        for (Limit limit : policy.limits()) {
            longest = limit.windowMillis() > longest.windowMillis() ? limit : longest;
        }
        return longest;
    }
}
