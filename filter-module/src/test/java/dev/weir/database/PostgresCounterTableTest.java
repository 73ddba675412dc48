package dev.weir.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.postgresql.ds.PGSimpleDataSource;

/** On the PostgreSQL that {@code .ci/run} starts; without it, skipped. */
class PostgresCounterTableTest extends CounterTableContract {

    private static final String VARIABLE = "WEIR_TEST_POSTGRES";
    private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();

    @BeforeEach
    void beginWithoutTable() throws SQLException {
        String url = System.getenv(VARIABLE);
        Assumptions.assumeTrue(
                url != null, VARIABLE + " is not set to the JDBC URL of a PostgreSQL: .ci/with-postgres does that");
        DATABASE.setUrl(url);
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS weir_counters");
        }
    }

    @Override
    DataSource database() {
        return DATABASE;
    }
}
