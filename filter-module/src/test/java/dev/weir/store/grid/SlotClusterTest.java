package dev.weir.store.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Fallback;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.SlotsContract;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreSettings;
import dev.weir.store.WaitBudget;
import dev.weir.store.cluster.ClusterStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slots that two members of a real cluster share. */
@Timeout(120)
class SlotClusterTest {

    private static final int MOST = 5;

    private static ServerGrid first;
    private static ServerGrid second;
    private static StoreSettings.Embedded third;

    @BeforeAll
    static void startTwoMembers() {
        String cluster = "weir-" + UUID.randomUUID();
        List<Integer> ports = List.of(StoreFixtures.freePort(), StoreFixtures.freePort(), StoreFixtures.freePort());
        List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        first = ServerGrid.start(StoreFixtures.embedded(cluster, ports.get(0), members));
        second = ServerGrid.start(StoreFixtures.embedded(cluster, ports.get(1), members));
        third = StoreFixtures.embedded(cluster, ports.get(2), members);
    }

    @AfterAll
    static void stopMembers() {
        second.close();
        first.close();
    }

    private static CounterId id(String key) {
        // what an instance gives alone is not limited by what the others hold
        return StoreFixtures.id(StoreFixtures.policy("100/1h", Fallback.CLOSED), key);
    }

    private static ClusterStore store(ServerGrid server, InstantSource clock) {
        return StoreFixtures.store(
                HazelcastGrid.behind(server::manager, 1_000, clock).orElseThrow());
    }

    private static Slots.Result take(ClusterStore store, CounterId id) {
        return store.slots().take(id, MOST, new WaitBudget(5_000, System::nanoTime));
    }

    /** How many slots could be taken, one after the other. */
    private static List<Slots.Slot> takeAll(ClusterStore store, CounterId id) {
        List<Slots.Slot> taken = new ArrayList<>();
        while (take(store, id) instanceof Slots.Taken one) {
            taken.add(one.slot());
        }
        return taken;
    }

    @Test
    void take_threadsOnBothMembers_neverHoldMoreThanMost() throws InterruptedException {
        CounterId id = id("threads");
        List<ClusterStore> stores =
                List.of(store(first, InstantSource.system()), store(second, InstantSource.system()));
        AtomicInteger held = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ClusterStore store = stores.get(i % 2);
            threads.add(new Thread(() -> {
                for (int n = 0; n < 1_000; n++) {
                    if (take(store, id) instanceof Slots.Taken one) {
                        taken.incrementAndGet();
                        highest.accumulateAndGet(held.incrementAndGet(), Math::max);
                        Thread.yield();
                        held.decrementAndGet();
                        assertThat(one.slot().free()).isTrue();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(highest.get()).isBetween(2, MOST);
        assertThat(taken.get()).isGreaterThan(500);
        for (ClusterStore each : stores) {
            assertThat(each.slots().held(id)).isZero();
        }
        await().untilAsserted(() -> {
            stores.forEach(ClusterStore::tick);
            List<Slots.Slot> all = takeAll(stores.get(0), id);
            int before = all.size();
            all.addAll(takeAll(stores.get(1), id));
            all.forEach(Slots.Slot::free);
            assertThat(before).isEqualTo(MOST);
            assertThat(all).hasSize(MOST);
        });
        stores.forEach(ClusterStore::close);
    }

    @Test
    void shutdown_ofAMember_itsSlotsAreFreeWithinHalfAMinuteAndNotBeforeItIsSafe() {
        CounterId id = id("shutdown");
        MutableClock clock = new MutableClock();
        ClusterStore stays = store(first, clock);
        try (ServerGrid leaving = ServerGrid.start(third)) {
            ClusterStore leaves = store(leaving, clock);
            await().until(() -> first.members() == 3);
            assertThat(takeAll(leaves, id)).hasSize(MOST);
            assertThat(SlotsContract.takes(stays.slots(), id, MOST)).isFalse();
        }
        await().until(() -> first.members() == 2);
        await().untilAsserted(() -> {
            clock.advance(Duration.ofMillis(100));
            stays.tick();
            assertThat(take(stays, id)).isEqualTo(new Slots.Full(Source.CLUSTER));
        });
        long refusedMillis = clock.millis();
        clock.advance(Duration.ofSeconds(13));
        assertThat(take(stays, id)).as("it may only be cut off").isNotInstanceOf(Slots.Taken.class);
        clock.advance(Duration.ofSeconds(13));
        List<Slots.Slot> taken = new ArrayList<>();
        await().untilAsserted(() -> {
            clock.advance(Duration.ofMillis(100));
            stays.tick();
            taken.addAll(takeAll(stays, id));
            assertThat(taken).hasSize(MOST);
        });
        assertThat(clock.millis() - refusedMillis).isLessThan(30_000);
        stays.close();
    }
}
