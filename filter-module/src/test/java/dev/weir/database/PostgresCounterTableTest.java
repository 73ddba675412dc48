package dev.weir.database;

/** On the PostgreSQL that {@code .ci/run} starts; without it, skipped. */
class PostgresCounterTableTest extends CounterTableContract {

    PostgresCounterTableTest() {
        super(Databases.postgres());
    }
}
