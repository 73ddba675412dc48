package dev.weir.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes states as rows of the {@link CounterTable}, within one transaction. Uses an update and an insert, because the
 * statement that does both differs between databases. For one use by one thread.
 */
final class RowWriter {

    private static final String UPDATE = "UPDATE weir_counters SET state = ?, version = ?, forgotten_at = ?"
            + " WHERE id = ? AND retention = ? AND (version <= ? OR forgotten_at <= ?)";
    private static final String INSERT =
            "INSERT INTO weir_counters (state, version, forgotten_at, id, retention) VALUES (?, ?, ?, ?, ?)";
    private static final String VERSIONS = "SELECT id, retention, version FROM weir_counters WHERE id IN ";

    private final Connection connection;
    private final long nowMillis;

    RowWriter(Connection connection, long nowMillis) {
        this.connection = connection;
        this.nowMillis = nowMillis;
    }

    private record RowId(String id, String retention) {
        static RowId of(StoredState state) {
            return new RowId(IdCodec.encode(state.id()), state.retention());
        }
    }

    /**
     * Writes those of {@code states} that are not older than their rows; inserts no row for a forgotten state.
     *
     * @return the states whose rows another instance inserted meanwhile: to be tried again
     */
    List<StoredState> write(List<StoredState> states) throws SQLException {
        List<StoredState> notUpdated = update(states);
        Map<RowId, Long> versions = versions(notUpdated);
        List<StoredState> absent = new ArrayList<>();
        List<StoredState> again = new ArrayList<>();
        for (StoredState state : notUpdated) {
            Long version = versions.get(RowId.of(state));
            if (version != null && version < state.version()) {
                again.add(state);
            } else if (version == null && !state.isForgotten(nowMillis)) {
                absent.add(state);
            }
        }
        insert(absent);
        return again;
    }

    /**
     * Returns the states that have no row, or a newer one. Drivers that do not report the number of updated rows leave
     * it open.
     */
    private List<StoredState> update(List<StoredState> states) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            for (StoredState state : states) {
                bind(update, state);
                update.setLong(6, state.version());
                update.setLong(7, nowMillis - StoredState.GRACE_MILLIS);
                update.addBatch();
            }
            int[] counts = update.executeBatch();
            List<StoredState> others = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] != 1) {
                    others.add(states.get(i));
                }
            }
            return others;
        }
    }

    private Map<RowId, Long> versions(List<StoredState> states) throws SQLException {
        Map<RowId, Long> versions = new HashMap<>();
        for (int from = 0; from < states.size(); from += CounterTable.BATCH) {
            List<StoredState> some = states.subList(from, Math.min(states.size(), from + CounterTable.BATCH));
            String marks = String.join(", ", Collections.nCopies(some.size(), "?"));
            try (PreparedStatement select = connection.prepareStatement(VERSIONS + '(' + marks + ')')) {
                for (int i = 0; i < some.size(); i++) {
                    select.setString(i + 1, IdCodec.encode(some.get(i).id()));
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        versions.put(new RowId(rows.getString(1), rows.getString(2)), rows.getLong(3));
                    }
                }
            }
        }
        return versions;
    }

    private void insert(List<StoredState> states) throws SQLException {
        if (states.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (StoredState state : states) {
                bind(insert, state);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, StoredState state) throws SQLException {
        RowId row = RowId.of(state);
        statement.setString(1, state.text());
        statement.setLong(2, state.version());
        statement.setLong(3, state.forgottenMillis());
        statement.setString(4, row.id);
        statement.setString(5, row.retention);
    }
}
