package dev.weir.metrics;

import dev.weir.MutableClock;
import dev.weir.store.StoreOperations;
import dev.weir.store.StoreStatistics;
import java.time.Duration;
import java.util.OptionalLong;

/** Measurements of a store that a test makes up. */
public final class MeasurementsFixture {

    public final MutableClock clock = new MutableClock();
    public final StoreOperations operations = new StoreOperations(50, clock::nanoTime);
    /** A sound store of two members. */
    public StoreStatistics store = statistics(true, 0, 10, 0);

    public final Measurements measurements = new Measurements(8_000, () -> store, operations, clock::nanoTime);

    /** Of two members and at most a hundred keys. */
    public static StoreStatistics statistics(boolean shared, int silent, long keys, long lagMillis) {
        return new StoreStatistics(true, shared, 2, silent, keys, 100, 3, 7, OptionalLong.of(20), 5, 6, lagMillis);
    }

    /** So many operations end in time, and so many too late. */
    public void operate(int inTime, int late) {
        for (int i = 0; i < inTime + late; i++) {
            StoreOperations.Operation begun = operations.begin(StoreOperations.Kind.GET);
            clock.advance(Duration.ofMillis(i < inTime ? 1 : 60));
            begun.ended(false);
        }
    }

    /** So many requests are admitted, and so many refused. */
    public void decide(int admitted, int refused) {
        for (int i = 0; i < admitted + refused; i++) {
            decisions()
                    .of("api")
                    .count(i < admitted ? RequestOutcome.ALLOWED : RequestOutcome.BLOCKED, dev.weir.Source.LEASE);
        }
    }

    private DecisionMetrics decisions() {
        return (DecisionMetrics) measurements.listener();
    }
}
