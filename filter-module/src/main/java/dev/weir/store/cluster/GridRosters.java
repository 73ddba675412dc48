package dev.weir.store.cluster;

import dev.weir.core.Policy;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.CounterId;
import dev.weir.store.Roster;
import dev.weir.store.Rosters;
import dev.weir.store.StoreSettings;
import dev.weir.store.WaitBudget;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.Retention;
import dev.weir.store.grid.SharedCache;
import dev.weir.store.memory.KeyTable;
import dev.weir.store.memory.RosterSlot;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rosters that the cluster shares, through one {@link RosterGate} for each. Their name in the grid is the number of the
 * day and the text of the counter. Safe for use by many threads.
 */
final class GridRosters implements Rosters {

    /** Entries of a roster that is not added to are dropped after more than a day, so never on their own day. */
    private static final Retention RETENTION = Retention.DAY;
    /** The most rosters that one tick settles: after an outage there can be more than the grid handles at once. */
    private static final int MOST_AT_ONCE = 1_000;

    private final Grid grid;
    private final InstantSource clock;
    private final StoreSettings settings;
    private final Function<CounterId, String> text;
    private final Settlement settlement;
    private final OncePerMinuteLog problems;
    private final KeyTable<RosterSlot<RosterGate>> rosters;
    private final Set<RosterGate> owing = ConcurrentHashMap.newKeySet();
    private volatile @Nullable SharedCache cache;
    private volatile boolean closed;

    /**
     * The rosters in a grid.
     *
     * @param text the text under which a counter is found in the grid
     * @param settlement knows which members answer
     */
    GridRosters(
            Grid grid,
            StoreSettings settings,
            Function<CounterId, String> text,
            Settlement settlement,
            OncePerMinuteLog problems) {
        this.grid = grid;
        this.clock = grid.clock();
        this.settings = settings;
        this.text = text;
        this.settlement = settlement;
        this.problems = problems;
        this.rosters = new KeyTable<>(
                clock,
                settings.localMaxKeys(),
                id -> new RosterSlot<>(id, today(), day -> gate(id, day)),
                // what owes is settled nevertheless
                evicted -> {});
    }

    private RosterGate gate(CounterId id, long day) {
        return new RosterGate(day, () -> day + "|" + text.apply(id), cache(), grid);
    }

    /** Not under a lock, which would be held while the cache is opened. */
    private SharedCache cache() {
        SharedCache known = cache;
        if (known == null) {
            known = grid.cache(RETENTION);
            cache = known;
        }
        return known;
    }

    private long today() {
        return Roster.day(clock.millis());
    }

    private RosterGate gate(CounterId id) {
        Optional<RosterGate> found = Optional.empty();
        while (found.isEmpty()) {
            found = rosters.get(id).on(today());
        }
        return found.get();
    }

    @Override
    public void prepare() {
        var unused = cache();
    }

    @Override
    public Answer look(CounterId id, String entry, int most) {
        return gate(id).known().look(entry, most, clock.millis());
    }

    @Override
    public Answer enter(CounterId id, String entry, int most, WaitBudget budget) {
        RosterGate gate = gate(id);
        Answer known = gate.known().look(entry, most, clock.millis());
        if (known != Answer.UNKNOWN) {
            return known;
        }
        if (closed) {
            return alone(gate, id.policy(), entry, most);
        }
        MemberCircuitBreaker breaker = settlement.breaker(gate.owner());
        if (gate.isOverdue(settings.timeoutMillis()) || !breaker.isClosed()) {
            settlement.probe(breaker, gate::probe);
            return alone(gate, id.policy(), entry, most);
        }
        boolean waits = budget.isLeft();
        CompletableFuture<Answer> entering = gate.arrive(entry, most);
        Optional<Answer> answer = budget.await(entering);
        if (answer.isPresent()) {
            settlement.succeeded(breaker);
            owe(gate);
            return answer.get();
        }
        if (waits) {
            breaker.recordFailure();
        }
        // unless it is on its way already, it is not entered any more
        entering.complete(Answer.UNKNOWN);
        return alone(gate, id.policy(), entry, most);
    }

    private Answer alone(RosterGate gate, Policy policy, String entry, int most) {
        int sharers = settings.divideShare() ? grid.members() : 1;
        Answer answer = gate.known().alone(entry, most, policy.fallback(), sharers);
        owe(gate);
        return answer;
    }

    private void owe(RosterGate gate) {
        if (gate.isPinned()) {
            owing.add(gate);
        }
    }

    @Override
    public long millisToEndOfDay() {
        return Roster.millisToEndOfDay(clock.millis());
    }

    /** The grid may have lost what this instance has entered after {@code sinceMillis}. */
    void verify(long sinceMillis) {
        rosters.forEach(slot -> {
            RosterGate gate = slot.last();
            gate.known().verify(sinceMillis);
            owe(gate);
        });
    }

    /** Enters what the grid does not have, at members that answer. */
    void settle() {
        long today = today();
        owing.removeIf(gate -> !gate.isPinned() || gate.day() < today);
        int begun = 0;
        for (RosterGate gate : owing) {
            if (begun < MOST_AT_ONCE && !grid.isFull()) {
                begun += begins(gate) ? 1 : 0;
            }
        }
    }

    private boolean begins(RosterGate gate) {
        try {
            MemberCircuitBreaker breaker = settlement.breaker(gate.owner());
            if (breaker.isClosed()) {
                gate.settle();
                return true;
            }
            settlement.probe(breaker, gate::probe);
        } catch (RuntimeException | Error e) {
            // go on with the others
            problems.warn("a roster is not settled with the cluster", e);
        }
        return false;
    }

    /** Evicts the rosters of days that are over. */
    void sweep() {
        rosters.sweep();
    }

    /** From now on the grid is not asked any more. */
    void close() {
        closed = true;
    }
}
