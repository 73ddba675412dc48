package dev.weir.store.grid;

import dev.weir.store.SharedReports;
import dev.weir.store.StoreOperations;
import dev.weir.store.StoreOperations.Kind;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A grid whose operations are counted. Safe for use by many threads. */
public record CountedGrid(Grid grid, StoreOperations operations) implements Grid {

    @Override
    public SharedCache cache(Retention retention) {
        return new CountedCache(grid.cache(retention), operations);
    }

    @Override
    public SharedCache noticeboard() {
        return new CountedCache(grid.noticeboard(), operations);
    }

    @Override
    public SharedCache texts() {
        return new CountedCache(grid.texts(), operations);
    }

    @Override
    public SharedCache logins() {
        return new CountedCache(grid.logins(), operations);
    }

    @Override
    public SharedCache slots() {
        return new CountedCache(grid.slots(), operations);
    }

    /** Not counted: what operators ask for is no sign of how requests fare. */
    @Override
    public SharedCache reports() {
        return grid.reports();
    }

    @Override
    public Iterator<String> ids(int page) {
        return grid.ids(page);
    }

    @Override
    public List<SharedReports.Member> roster() {
        return grid.roster();
    }

    @Override
    public boolean hint(String text) {
        return grid.hint(text);
    }

    @Override
    public void onHint(Consumer<String> listener) {
        grid.onHint(listener);
    }

    @Override
    public int members() {
        return grid.members();
    }

    @Override
    public boolean isFull() {
        return grid.isFull();
    }

    @Override
    public OptionalLong entries() {
        return grid.entries();
    }

    @Override
    public InstantSource clock() {
        return grid.clock();
    }

    @Override
    public void listen(Membership membership) {
        grid.listen(membership);
    }

    @Override
    public void tick() {
        operations.tick();
        grid.tick();
    }

    @Override
    public String describe() {
        return grid.describe();
    }

    @Override
    public void close() {
        grid.close();
    }

    private record CountedCache(SharedCache cache, StoreOperations operations) implements SharedCache {

        @Override
        public Object ownerOf(String id) {
            return cache.ownerOf(id);
        }

        @Override
        public CompletionStage<@Nullable String> get(String id) {
            return counted(Kind.GET, () -> cache.get(id));
        }

        @Override
        public CompletionStage<Boolean> putIfAbsent(String id, String text) {
            return counted(Kind.PUT_IF_ABSENT, () -> cache.putIfAbsent(id, text));
        }

        @Override
        public CompletionStage<Boolean> replace(String id, String expected, String text) {
            return counted(Kind.REPLACE, () -> cache.replace(id, expected, text));
        }

        private <T extends @Nullable Object> CompletionStage<T> counted(
                Kind kind, Supplier<CompletionStage<T>> operation) {
            StoreOperations.Operation begun = operations.begin(kind);
            try {
                return operation.get().whenComplete((answer, failure) -> begun.ended(failure != null));
            } catch (RuntimeException | Error e) {
                begun.ended(true);
                throw e;
            }
        }
    }
}
