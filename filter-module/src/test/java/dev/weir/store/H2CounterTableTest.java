package dev.weir.store;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class H2CounterTableTest extends CounterTableContract {

    private final DataSource database = inMemory();

    /** An empty database that lives as long as the tests run. */
    static DataSource inMemory() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    @Override
    DataSource database() {
        return database;
    }
}
