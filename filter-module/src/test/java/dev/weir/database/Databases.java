package dev.weir.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/** The databases that tests run on; each begins empty. */
public final class Databases {

    private static final String VARIABLE = "WEIR_TEST_POSTGRES";
    /** Of this process alone: other classes of tests run in another one at the same time. */
    private static final String DATABASE = "weir_" + ProcessHandle.current().pid();

    private static boolean created;

    private Databases() {}

    /** An H2 that lives as long as the tests run. */
    public static DataSource inMemory() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    /** The PostgreSQL that {@code .ci/run} starts; without it, the test is skipped. */
    static synchronized DataSource postgres() {
        String url = System.getenv(VARIABLE);
        Assumptions.assumeTrue(
                url != null, VARIABLE + " is not set to the JDBC URL of a PostgreSQL: .ci/with-postgres does that");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        if (!created) {
            execute(source, "CREATE DATABASE " + DATABASE);
            created = true;
        }
        source.setDatabaseName(DATABASE);
        execute(source, "DROP TABLE IF EXISTS weir_counters");
        return source;
    }

    private static void execute(DataSource source, String command) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
