package dev.weir.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class DirtyStatesTest {

    private static final int WRITERS = 4;
    private static final int KEYS = 50;
    private static final int ROUNDS = 20_000;

    private final MutableClock clock = new MutableClock();
    private final DirtyStates states = new DirtyStates(KEYS + WRITERS, clock);

    /** Four threads raise versions while a fifth takes states away: each key's last version must come out. */
    @Test
    void add_manyThreadsWhileDrained_losesNoNewestState() throws SQLException {
        var written = new ConcurrentHashMap<String, Long>();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            long seed = i;
            writers.add(CompletableFuture.runAsync(() -> {
                Random random = new Random(seed);
                for (int version = 1; version <= ROUNDS; version++) {
                    states.add(state("key" + random.nextInt(KEYS), version));
                }
                for (int key = 0; key < KEYS; key++) {
                    states.add(state("key" + key, ROUNDS + seed));
                }
            }));
        }
        var all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        boolean last = false;
        while (!last) {
            last = all.isDone();
            states.drainTo(batch -> batch.forEach(each -> written.merge(each.id(), each.version(), Math::max)), 7);
        }
        assertThat(states.size()).isZero();
        assertThat(states.takeDropped()).isZero();
        assertThat(written)
                .hasSize(KEYS)
                .allSatisfy((id, version) -> assertThat(version).isEqualTo((long) ROUNDS + WRITERS - 1));
    }

    @Test
    void add_lowerVersion_replacesOnlyWhatWasForgottenForAWhile() throws SQLException {
        states.add(state("a", 57));
        states.add(state("a", 2));
        clock.advance(Duration.ofHours(1).plusMillis(StoredState.GRACE_MILLIS));
        StoredState again = state("a", 1);
        states.add(again);
        List<StoredState> drained = new ArrayList<>();
        states.drainTo(drained::addAll, 10);
        assertThat(drained).containsExactly(again);
    }

    private StoredState state(String id, long version) {
        return new StoredState("hour", id, "text", version, clock.millis() + 3_600_000);
    }
}
