package dev.weir.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A database table that keeps states over a restart of the whole cluster. All instances write to it; the state with the
 * highest version is kept. Its SQL is common to all databases. Every method waits for the database. Safe for use by
 * many threads.
 */
final class CounterTable {

    /** The batch size for writing states. */
    static final int BATCH = 500;

    private static final int ATTEMPTS = 3;

    private static final String LOAD =
            "SELECT retention, id, state, version, forgotten_at FROM weir_counters WHERE forgotten_at > ?";
    private static final String DELETE = "DELETE FROM weir_counters WHERE forgotten_at <= ?";

    private final DataSource source;

    CounterTable(DataSource source) {
        this.source = source;
    }

    /** Creates the table unless it exists. */
    void create() throws SQLException {
        TableCreator.create(source);
    }

    /**
     * Passes every state that is not forgotten at {@code nowMillis} to {@code live}, one by one. Rows whose ids other
     * software wrote are left out.
     *
     * @return the number of states passed
     */
    int load(long nowMillis, Consumer<StoredState> live) throws SQLException {
        // with auto-commit, PostgreSQL would read all rows into memory
        return Transaction.run(source, connection -> {
            int loaded = 0;
            try (PreparedStatement select = connection.prepareStatement(LOAD)) {
                select.setFetchSize(BATCH);
                select.setLong(1, nowMillis);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        Optional<StoredState> state = read(rows);
                        state.ifPresent(live);
                        loaded += state.isPresent() ? 1 : 0;
                    }
                }
            }
            return loaded;
        });
    }

    private static Optional<StoredState> read(ResultSet row) throws SQLException {
        try {
            return Optional.of(new StoredState(
                    row.getString(1),
                    IdCodec.decode(row.getString(2)),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes those of {@code states} that are not older than their rows. All are written in one transaction, unless one
     * of them cannot be written: then each is written in its own. If this throws, some can have been written; writing
     * them again does no harm.
     *
     * @return the number of states that were given up, because they do not fit or because the database refuses these
     *     alone
     */
    int save(Collection<StoredState> states, long nowMillis) throws SQLException {
        List<StoredState> rows = states.stream()
                .filter(CounterTable::fits)
                .sorted(StoredState.ROW_ORDER)
                .toList();
        int givenUp = states.size() - rows.size();
        for (StoredState alone : notSaved(rows, nowMillis)) {
            givenUp += notSaved(List.of(alone), nowMillis).size();
        }
        return givenUp;
    }

    private static boolean fits(StoredState state) {
        return state.text().length() <= TableCreator.LONGEST_TEXT
                && IdCodec.encode(state.id()).length() <= TableCreator.LONGEST_ID;
    }

    /**
     * Writes the states and returns those that failed. Two instances that insert the same row at the same time
     * conflict: the next attempt finds the row.
     */
    private List<StoredState> notSaved(List<StoredState> states, long nowMillis) throws SQLException {
        List<StoredState> left = states;
        for (int attempt = 1; attempt <= ATTEMPTS && !left.isEmpty(); attempt++) {
            List<StoredState> written = left;
            try {
                left = Transaction.run(source, connection -> new RowWriter(connection, nowMillis).write(written));
            } catch (SQLException e) {
                boolean ofRows = isOfClass(e, "22") || isOfClass(e, "23");
                boolean deadlock = isOfClass(e, "40") && attempt < ATTEMPTS;
                if (!ofRows && !deadlock) {
                    throw e;
                }
            }
        }
        return left;
    }

    /**
     * Whether the problem belongs to a class of SQL's standard: 22 is an invalid value, 23 a violated key, 40 a
     * deadlock.
     */
    private static boolean isOfClass(SQLException problem, String sqlClass) {
        for (Throwable each : problem) {
            String state = each instanceof SQLException sql ? sql.getSQLState() : null;
            if (state != null && state.startsWith(sqlClass)) {
                return true;
            }
        }
        return false;
    }

    /** Deletes the states that are forgotten at {@code nowMillis}. */
    int deleteForgotten(long nowMillis) throws SQLException {
        return Transaction.run(source, connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setLong(1, nowMillis);
                return delete.executeUpdate();
            }
        });
    }
}
