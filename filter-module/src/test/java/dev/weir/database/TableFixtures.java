package dev.weir.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What the tests of the table start from. */
final class TableFixtures {

    static final long NOW = 1_763_690_000_000L;
    static final long LATER = NOW + 3_600_000;

    private TableFixtures() {}

    static CounterTable table(DataSource database) throws SQLException {
        CounterTable table = new CounterTable(database);
        table.create();
        return table;
    }

    static StoredState state(String id, long version) {
        return new StoredState("hour", id, "1|" + version + "|0|0|-", version, LATER);
    }

    static List<StoredState> load(CounterTable table) throws SQLException {
        List<StoredState> states = new ArrayList<>();
        table.load(NOW, states::add);
        return states;
    }

    static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
