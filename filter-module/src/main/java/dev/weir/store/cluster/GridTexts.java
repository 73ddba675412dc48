package dev.weir.store.cluster;

import dev.weir.store.SharedTexts;
import dev.weir.store.grid.SharedCache;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Texts in a cache of the grid; changes are announced on the noticeboard. Safe for use by many threads. */
final class GridTexts implements SharedTexts {

    private final SharedCache cache;
    /** What the database had and no one has taken yet; guarded by itself. */
    private final Map<String, String> kept = new HashMap<>();

    private volatile Consumer<String> announce = name -> {};
    private volatile Consumer<String> listener = name -> {};
    private volatile Keeper keeper = (name, text, version, neededUntilMillis) -> {};

    GridTexts(SharedCache cache) {
        this.cache = cache;
    }

    /** Where texts outlive the grid; see {@link SharedTexts#keep}. */
    interface Keeper {
        void keep(String name, String text, long version, long neededUntilMillis);
    }

    /** Sets where changes are announced. */
    void announceBy(Consumer<String> announce) {
        this.announce = announce;
    }

    /** Sets where texts outlive the grid. */
    void keepBy(Keeper keeper) {
        this.keeper = keeper;
    }

    /** Another instance has changed the text of {@code name}, or any if that is empty. */
    void changed(String name) {
        listener.accept(name);
    }

    /** The database has {@code texts}, by name. */
    void restored(Map<String, String> texts) {
        synchronized (kept) {
            kept.putAll(texts);
        }
        if (!texts.isEmpty()) {
            listener.accept("");
        }
    }

    @Override
    public CompletionStage<@Nullable String> get(String name) {
        return cache.get(name);
    }

    @Override
    public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
        CompletionStage<Boolean> swap =
                expected == null ? cache.putIfAbsent(name, text) : cache.replace(name, expected, text);
        // also if the answer was lost, or is no: a member can have put it that died before it said so, and its heir
        // finds
        // another text than the expected one
        return swap.whenComplete((done, failure) -> announce.accept(name));
    }

    @Override
    public void keep(String name, String text, long version, long neededUntilMillis) {
        keeper.keep(name, text, version, neededUntilMillis);
    }

    @Override
    public Map<String, String> takeKept(String prefix) {
        synchronized (kept) {
            Map<String, String> taken = new HashMap<>(kept);
            taken.keySet().removeIf(name -> !name.startsWith(prefix));
            kept.keySet().removeAll(taken.keySet());
            return taken;
        }
    }

    @Override
    public synchronized void onChange(Consumer<String> added) {
        listener = listener.andThen(added);
    }
}
