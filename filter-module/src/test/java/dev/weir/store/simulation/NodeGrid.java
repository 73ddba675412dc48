package dev.weir.store.simulation;

import dev.weir.store.grid.Grid;
import dev.weir.store.grid.Retention;
import dev.weir.store.grid.SharedCache;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The {@link SimulatedGrid} as one member sees it, by a clock of its own. */
final class NodeGrid implements Grid {

    /** All entries are in one map here: what the ids of those of slots begin with. */
    static final String SLOTS = "slots ";

    private static final long SLOTS_EXPIRY_MILLIS = 3_600_000;

    private static final long REPORTS_EXPIRY_MILLIS = 60_000;

    private final SimulatedGrid grid;
    private final SimulatedTime time;
    private final SimulatedGrid.Member member;
    private final long skewMillis;
    private Optional<Membership> membership = Optional.empty();

    /** Operations on slots that were not answered yet. */
    private int unanswered;

    NodeGrid(SimulatedGrid grid, SimulatedTime time, SimulatedGrid.Member member, long skewMillis) {
        this.grid = grid;
        this.time = time;
        this.member = member;
        this.skewMillis = skewMillis;
    }

    /** Lets time pass until all is answered that was asked of slots, for {@code mostMillis} at most. */
    void awaitSlots(long mostMillis) {
        long end = time.millis() + mostMillis;
        while (unanswered > 0 && time.millis() < end) {
            time.pass(1);
        }
    }

    /** Hazelcast says that {@code other} is gone. */
    void lost(SimulatedGrid.Member other) {
        tell(each -> each.lost(other));
    }

    void merging() {
        tell(Membership::merging);
    }

    void merged() {
        tell(each -> each.merged(Set.copyOf(grid.reachable(member))));
    }

    private void tell(Consumer<Membership> event) {
        if (!member.gone) {
            membership.ifPresent(event);
        }
    }

    @Override
    public SharedCache cache(Retention retention) {
        return new Cache("", retention.expiryMillis());
    }

    @Override
    public SharedCache slots() {
        return new Cache(SLOTS, SLOTS_EXPIRY_MILLIS) {
            @Override
            <T> CompletionStage<T> asked(CompletionStage<T> answer) {
                unanswered++;
                return answer.whenComplete((done, failure) -> unanswered--);
            }
        };
    }

    @Override
    public SharedCache noticeboard() {
        return new Cache("", Retention.HOUR.expiryMillis());
    }

    @Override
    public SharedCache logins() {
        return new Cache("", Retention.YEAR.expiryMillis());
    }

    @Override
    public SharedCache texts() {
        return new Cache("", Retention.LONGEST.expiryMillis());
    }

    @Override
    public SharedCache reports() {
        return new Cache("", REPORTS_EXPIRY_MILLIS);
    }

    /** No run counts them. */
    @Override
    public Iterator<String> ids(int page) {
        return Collections.emptyIterator();
    }

    @Override
    public boolean hint(String text) {
        grid.hint(member, text);
        return true;
    }

    @Override
    public void onHint(Consumer<String> listener) {
        member.hears = text -> {
            if (!member.gone) {
                listener.accept(text);
            }
        };
    }

    @Override
    public int members() {
        return Math.max(1, grid.reachable(member).size());
    }

    @Override
    public boolean isFull() {
        return grid.isFull(member);
    }

    @Override
    public InstantSource clock() {
        return () -> Instant.ofEpochMilli(time.millis() + skewMillis);
    }

    @Override
    public void listen(Membership listener) {
        membership = Optional.of(listener);
    }

    @Override
    public void tick() {
        // nothing to look after
    }

    @Override
    public String describe() {
        return "simulated";
    }

    @Override
    public void close() {
        // nothing to let go of
    }

    private class Cache implements SharedCache {

        private final String prefix;
        private final long expiryMillis;

        Cache(String prefix, long expiryMillis) {
            this.prefix = prefix;
            this.expiryMillis = expiryMillis;
        }

        /** Hears of each operation. */
        <T> CompletionStage<T> asked(CompletionStage<T> answer) {
            return answer;
        }

        @Override
        public Object ownerOf(String id) {
            return grid.reachable(member).isEmpty() ? member : grid.owner(member, prefix + id);
        }

        @Override
        public CompletionStage<String> get(String id) {
            return asked(grid.operation(
                    member, prefix + id, expiryMillis, "", held -> new SimulatedGrid.Step<>(false, held)));
        }

        @Override
        public CompletionStage<Boolean> putIfAbsent(String id, String text) {
            return asked(grid.operation(
                    member,
                    prefix + id,
                    expiryMillis,
                    text,
                    held -> new SimulatedGrid.Step<>(held == null, held == null)));
        }

        @Override
        public CompletionStage<Boolean> replace(String id, String expected, String text) {
            return asked(grid.operation(
                    member,
                    prefix + id,
                    expiryMillis,
                    text,
                    held -> new SimulatedGrid.Step<>(expected.equals(held), expected.equals(held))));
        }
    }
}
