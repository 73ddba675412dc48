package dev.weir.database;

class H2CounterTableRaceTest extends CounterTableRaceContract {

    H2CounterTableRaceTest() {
        super(Databases.inMemory());
    }
}
