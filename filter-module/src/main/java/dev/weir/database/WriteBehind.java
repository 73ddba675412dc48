package dev.weir.database;

import dev.weir.log.OncePerMinuteLog;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Writes changed states to the table {@code weir_counters} of a database, a short time after they change. Creates the
 * table if it does not exist. Many threads report changes and never wait; one background thread, which may wait for the
 * database, calls the other methods:
 *
 * <pre>
 * load();    // before the first decision
 * flush();   // once a second
 * close();   // at the end
 * </pre>
 *
 * While the database does not answer, changes are kept: the newest state of each counter, up to a given number. A
 * database that does not answer at the start is loaded when it first answers. No method throws exceptions of the
 * database: they are logged, once a minute, and failed writes are tried again. Safe for use by many threads.
 */
public final class WriteBehind implements AutoCloseable {

    private static final long CLEAN_UP_MILLIS = 60_000;

    private final CounterTable table;
    private final Consumer<StoredState> restored;
    private final Runnable allRestored;
    private final InstantSource clock;
    private final System.Logger logger;
    private final OncePerMinuteLog failures;
    private final OncePerMinuteLog losses;
    private final DirtyStates dirty;

    /** Reset by every failure, because the database may have been replaced by another one. */
    private boolean created;

    private boolean loaded;
    private boolean failing;
    private long nextCleanUpMillis;
    /** The start of the last flush that wrote everything. */
    private volatile long writtenMillis;

    /**
     * Creates an instance that does not access the database yet.
     *
     * @param source gives a connection for each transaction, which is returned to it
     * @param restored gets the states that are loaded, on the loading thread; some of them again if loading fails
     *     halfway
     * @param allRestored is called after the last of these, on the same thread; if it throws, all are loaded again with
     *     the next flush
     * @param mostDirty the largest number of changed states that are kept for the database
     * @param clock the time that determines which states are forgotten
     */
    public WriteBehind(
            DataSource source,
            Consumer<StoredState> restored,
            Runnable allRestored,
            int mostDirty,
            InstantSource clock,
            System.Logger logger) {
        this.table = new CounterTable(source);
        this.restored = restored;
        this.allRestored = allRestored;
        this.clock = clock;
        this.logger = logger;
        this.failures = new OncePerMinuteLog(logger, clock);
        this.losses = new OncePerMinuteLog(logger, clock);
        this.dirty = new DirtyStates(mostDirty, clock);
        this.writtenMillis = clock.millis();
    }

    /** Stores {@code state} for the next {@link #flush}. Never waits; for use by many threads. */
    public void changed(StoredState state) {
        dirty.add(state);
    }

    /** The number of states that wait for the next {@link #flush}. */
    int waiting() {
        return dirty.size();
    }

    /** For how many milliseconds, at most, a change has been waiting; 0 if none does. For use by many threads. */
    public long lagMillis() {
        return waiting() == 0 ? 0 : Math.max(0, clock.millis() - writtenMillis);
    }

    /** Loads the states of the database, unless that was done before. Returns whether it is done; never throws. */
    public synchronized boolean load() {
        attempt(this::prepare);
        return loaded;
    }

    /**
     * Writes everything that changed, or as much as the database accepts; the rest is kept for the next time. Never
     * throws.
     */
    public synchronized void flush() {
        attempt(() -> {
            long began = clock.millis();
            prepare();
            dirty.drainTo(this::write, CounterTable.BATCH);
            writtenMillis = began;
            cleanUp();
        });
        long dropped = dirty.takeDropped();
        if (dropped > 0) {
            lost(dropped, "too many changed since the database last took any");
        }
    }

    /** Writes the remaining states, or logs how many are lost. Never throws. */
    @Override
    public synchronized void close() {
        flush();
        if (waiting() > 0) {
            lost(waiting(), "the database did not take them before the end");
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private void attempt(Step step) {
        try {
            step.run();
            if (failing) {
                failing = false;
                logger.log(System.Logger.Level.INFO, "the database takes counters again");
            }
        } catch (SQLException | RuntimeException | Error e) {
            failing = true;
            created = false;
            failures.warn("counters are not written to the database: " + waiting() + " wait for it", e);
        }
    }

    private void prepare() throws SQLException {
        if (!created) {
            table.create();
            created = true;
        }
        if (!loaded) {
            long now = clock.millis();
            // without the grace period: the grid has no state that was not loaded, and starts again with a low version
            table.deleteForgotten(now);
            int count = table.load(now, restored);
            allRestored.run();
            loaded = true;
            logger.log(System.Logger.Level.INFO, "counters loaded from the database: {0}", count);
        }
    }

    private void write(List<StoredState> states) throws SQLException {
        int givenUp = table.save(states, clock.millis());
        if (givenUp > 0) {
            lost(givenUp, "the database refuses them");
        }
    }

    private void cleanUp() throws SQLException {
        long now = clock.millis();
        if (now >= nextCleanUpMillis) {
            table.deleteForgotten(now - StoredState.GRACE_MILLIS);
            nextCleanUpMillis = now + CLEAN_UP_MILLIS;
        }
    }

    private void lost(long count, String why) {
        losses.warn(
                count + " changes of counters will not outlast a restart of the whole cluster",
                new IllegalStateException(why));
    }
}
