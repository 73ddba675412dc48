package dev.weir.database;

/** On the PostgreSQL that {@code .ci/run} starts; without it, skipped. */
class PostgresCounterTableRaceTest extends CounterTableRaceContract {

    PostgresCounterTableRaceTest() {
        super(Databases.postgres());
    }
}
