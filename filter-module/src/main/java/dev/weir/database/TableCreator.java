package dev.weir.database;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;

/** Creates the {@link CounterTable} if it does not exist. */
final class TableCreator {

    /**
     * The longest encoded id. Every id of Weir fits: a policy's name of 63 characters, the separator, and a key of 128
     * characters that each take five. With four bytes per character, MySQL still accepts it as a primary key (3,072
     * bytes).
     */
    static final int LONGEST_ID = 720;

    /**
     * The longest VARCHAR that every database accepts (the limit of Oracle). A sliding window has 33 slices, rarely
     * more, of 6 characters each if they count up to 999 permits: seventeen limits fit, and five if every count has its
     * maximum length.
     */
    static final int LONGEST_TEXT = 4_000;

    private static final String NAME = "weir_counters";

    // NUMERIC, because Oracle has no BIGINT. No index by time, because every change of a state would have to update it:
    // one scan of the table per minute costs less.
    private static final String CREATE = "CREATE TABLE weir_counters ("
            + "id VARCHAR(" + LONGEST_ID + ") NOT NULL, "
            + "retention VARCHAR(16) NOT NULL, "
            + "state VARCHAR(" + LONGEST_TEXT + ") NOT NULL, "
            + "version NUMERIC(19) NOT NULL, "
            + "forgotten_at NUMERIC(19) NOT NULL, "
            + "PRIMARY KEY (id, retention))";
    private static final String PROBE = "SELECT version FROM weir_counters WHERE 1 = 0";

    private TableCreator() {}

    /** Creates the table unless it exists. The database is queried before, because it logs statements that fail. */
    static void create(DataSource source) throws SQLException {
        if (isListed(source) && isReadable(source)) {
            return;
        }
        try {
            execute(source, CREATE);
        } catch (SQLException e) {
            // another instance may have created it first
            if (!isReadable(source)) {
                throw e;
            }
        }
    }

    /**
     * Whether the table is listed in any schema. Only a query of the table shows whether it is in the connection's own
     * schema.
     */
    private static boolean isListed(DataSource source) throws SQLException {
        return Transaction.run(source, connection -> {
            DatabaseMetaData database = connection.getMetaData();
            String name = database.storesUpperCaseIdentifiers() ? NAME.toUpperCase(Locale.ROOT) : NAME;
            try (ResultSet tables = database.getTables(null, null, name, null)) {
                return tables.next();
            }
        });
    }

    private static boolean isReadable(DataSource source) {
        try {
            execute(source, PROBE);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        var unused = Transaction.run(source, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
