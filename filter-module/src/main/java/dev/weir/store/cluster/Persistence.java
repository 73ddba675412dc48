package dev.weir.store.cluster;

import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import dev.weir.database.StoredState;
import dev.weir.database.WriteBehind;
import dev.weir.lifecycle.Shutdown;
import dev.weir.lifecycle.Threads;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.CounterId;
import dev.weir.store.StoreSettings;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.Retention;
import dev.weir.store.grid.SharedCache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * Writes the counters and texts of the grid to a database, and fills an empty grid from it. Everything that waits for
 * the database runs on one thread of its own. Safe for use by many threads.
 */
final class Persistence implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Persistence.class.getName());
    private static final int MOST_DIRTY = 200_000;
    /** How long a start or a stop waits: a database that hangs must not prevent either. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final int PUTS_AT_ONCE = 1_000;
    /** Marks the rows of texts that are no counters; no {@link Retention} has that name. */
    private static final String TEXTS = "texts";

    private final Grid grid;
    private final InstantSource clock;
    private final WriteBehind database;
    private final GridTexts texts;
    private final Runnable chargeAgain;
    private final Duration longestWait;
    private final OncePerMinuteLog problems;
    private final ScheduledExecutorService thread = Threads.ticker("weir-persistence");
    private final List<CompletableFuture<?>> puts = new ArrayList<>();
    /** The texts that were loaded so far. */
    private final Map<String, String> loadedTexts = new HashMap<>();
    /** Created at the start, not at the end: see {@link Shutdown}. */
    private final Runnable lastWrite;

    private boolean loaded;

    /**
     * Loads what {@code source} has, for at most ten seconds.
     *
     * @param texts gets the texts that were kept
     * @param chargeAgain runs when the grid was filled, because it may have counted before
     */
    Persistence(DataSource source, Grid grid, StoreSettings settings, GridTexts texts, Runnable chargeAgain) {
        this(source, grid, settings, texts, chargeAgain, LONGEST_WAIT);
    }

    /** @param longestWait the time to wait in place of ten seconds */
    Persistence(
            DataSource source,
            Grid grid,
            StoreSettings settings,
            GridTexts texts,
            Runnable chargeAgain,
            Duration longestWait) {
        this.grid = grid;
        this.texts = texts;
        this.clock = grid.clock();
        this.chargeAgain = chargeAgain;
        this.longestWait = longestWait;
        int mostDirty = Math.min(MOST_DIRTY, settings.clusterMaxKeys());
        this.problems = new OncePerMinuteLog(LOG, clock);
        this.database = new WriteBehind(source, this::restore, this::awaitPuts, mostDirty, clock, LOG);
        this.lastWrite = database::close;
        await(thread.submit(this::load));
        var unused = thread.scheduleWithFixedDelay(this::flush, 1, 1, TimeUnit.SECONDS);
    }

    /** The grid holds {@code state} of {@code id} now, as {@code text} under {@code key}. */
    void changed(CounterId id, String key, State state, String text) {
        Policy policy = id.policy();
        long now = clock.millis();
        long forgotten = now + Math.min(policy.millisUntilForgotten(state, now), Long.MAX_VALUE - now);
        database.changed(new StoredState(Retention.of(policy).text(), key, text, state.version(), forgotten));
    }

    /** Keeps a text, see {@link dev.weir.store.SharedTexts#keep}. */
    void keep(String name, String text, long version, long neededUntilMillis) {
        database.changed(new StoredState(TEXTS, name, text, version, neededUntilMillis));
    }

    /** For how many milliseconds changes have been waiting for the database; 0 if none do. */
    long lagMillis() {
        return database.lagMillis();
    }

    private void flush() {
        try {
            load();
            database.flush();
        } catch (RuntimeException | Error e) {
            // a task that throws is never run again
            problems.warn("cannot keep the counters", e);
        }
    }

    private void load() {
        if (!loaded) {
            loaded = database.load();
            if (loaded) {
                chargeAgain.run();
                texts.restored(loadedTexts);
                loadedTexts.clear();
            }
        }
    }

    private void restore(StoredState state) {
        if (state.retention().equals(TEXTS)) {
            // not into the grid: which text is newer is known to those alone who wrote it
            loadedTexts.put(state.id(), state.text());
        } else {
            Retention.read(state.retention()).ifPresent(retention -> restore(grid.cache(retention), state));
        }
    }

    /** Puts {@code state} into {@code cache}, unless that holds a later version. */
    private void restore(SharedCache cache, StoredState state) {
        CompletionStage<Boolean> put = cache.putIfAbsent(state.id(), state.text())
                .thenCompose(done -> done ? CompletableFuture.completedFuture(true) : replaceOlder(cache, state));
        puts.add(put.toCompletableFuture());
        if (puts.size() >= PUTS_AT_ONCE) {
            awaitPuts();
        }
    }

    private static CompletionStage<Boolean> replaceOlder(SharedCache cache, StoredState state) {
        return cache.get(state.id()).thenCompose(held -> {
            Optional<State> known = held == null ? Optional.empty() : StateCodec.decode(held);
            boolean older = known.isPresent() && known.get().version() < state.version();
            return held != null && older
                    ? cache.replace(state.id(), held, state.text())
                    : CompletableFuture.completedFuture(false);
        });
    }

    /** A state that the grid rejects is loaded again a second later: putting a state twice is harmless. */
    private void awaitPuts() {
        var all = CompletableFuture.allOf(puts.toArray(CompletableFuture<?>[]::new));
        puts.clear();
        try {
            all.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("the grid does not take what the database has", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the application ends", e);
        }
    }

    private void await(Future<?> future) {
        try {
            future.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "counters are not loaded from the database yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes the remaining states, if the database accepts them within ten seconds. */
    @Override
    public void close() {
        try {
            var last = thread.submit(lastWrite);
            thread.shutdown();
            await(last);
        } finally {
            Threads.end(thread);
        }
    }
}
