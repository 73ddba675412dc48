package dev.weir.database;

import javax.sql.DataSource;

class H2CounterTableTest extends CounterTableContract {

    private final DataSource database = Databases.inMemory();

    @Override
    DataSource database() {
        return database;
    }
}
