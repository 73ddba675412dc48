package dev.weir.store.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.store.CounterStore;
import dev.weir.store.CounterStoreContract;
import dev.weir.store.StoreFixtures;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two members of one Hazelcast cluster in this virtual machine. */
class HazelcastStoreTest extends CounterStoreContract {

    private static Grid first;
    private static Grid second;
    private static CounterStore store;
    private static CounterStore other;

    @BeforeAll
    static void startTwoMembers() {
        String cluster = "weir-" + UUID.randomUUID();
        int firstPort = StoreFixtures.freePort();
        int secondPort = StoreFixtures.freePort();
        List<String> members = List.of("127.0.0.1:" + firstPort, "127.0.0.1:" + secondPort);
        first = HazelcastGrid.start(
                StoreFixtures.embedded(cluster, firstPort, members), 100_000, InstantSource.system());
        second = HazelcastGrid.start(
                StoreFixtures.embedded(cluster, secondPort, members), 100_000, InstantSource.system());
        store = StoreFixtures.store(first);
        other = StoreFixtures.store(second);
        store.prepare(policy("1/1h"));
        other.prepare(policy("1/1h"));
    }

    @AfterAll
    static void stopMembers() {
        store.close();
        other.close();
    }

    @Override
    protected CounterStore store() {
        return store;
    }

    @Override
    protected CounterStore otherInstance() {
        return other;
    }

    @Test
    void members_twoStarted_knowEachOther() {
        assertThat(first.members()).isEqualTo(2);
        assertThat(second.members()).isEqualTo(2);
    }
}
