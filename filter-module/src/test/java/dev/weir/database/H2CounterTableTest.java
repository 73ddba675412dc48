package dev.weir.database;

class H2CounterTableTest extends CounterTableContract {

    H2CounterTableTest() {
        super(Databases.inMemory());
    }
}
