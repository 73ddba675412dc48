package dev.weir.store.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.topic.ITopic;
import dev.weir.store.StoreFixtures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The noticeboard and the hints, on two members of one cluster that belong to servers. */
class HintTest {

    private static final String TOPIC = "weir.1.hints";

    private static ServerGrid first;
    private static ServerGrid second;

    private final AtomicReference<Object> server = new AtomicReference<>(first.manager());
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final Queue<String> heardByOther = new ConcurrentLinkedQueue<>();
    private Grid grid;
    private Grid other;

    @BeforeAll
    static void startServers() {
        String cluster = "weir-" + UUID.randomUUID();
        int firstPort = StoreFixtures.freePort();
        int secondPort = StoreFixtures.freePort();
        List<String> members = List.of("127.0.0.1:" + firstPort, "127.0.0.1:" + secondPort);
        first = ServerGrid.start(StoreFixtures.embedded(cluster, firstPort, members));
        second = ServerGrid.start(StoreFixtures.embedded(cluster, secondPort, members));
    }

    @AfterAll
    static void stopServers() {
        first.close();
        second.close();
    }

    @BeforeEach
    void open() {
        grid = HazelcastGrid.behind(server::get, 10, InstantSource.system()).orElseThrow();
        other = HazelcastGrid.behind(second::manager, 10, InstantSource.system())
                .orElseThrow();
        grid.onHint(heard::add);
        other.onHint(heardByOther::add);
        awaitListeners(2);
    }

    @AfterEach
    void close() {
        grid.close();
        other.close();
        awaitListeners(0);
    }

    @Test
    void hint_twoMembers_isHeardByTheOtherAlone() {
        assertThat(grid.hint("of the first")).isTrue();
        await().untilAsserted(() -> assertThat(heardByOther).containsExactly("of the first"));
        assertThat(other.hint("")).isTrue();
        await().untilAsserted(() -> assertThat(heard).containsExactly(""));
        assertThat(heardByOther).as("nothing of its own").containsExactly("of the first");
    }

    @Test
    void hint_twoApplicationsOnOneMember_isHeardByTheOther() {
        Queue<String> heardByNeighbour = new ConcurrentLinkedQueue<>();
        try (Grid neighbour =
                HazelcastGrid.behind(first::manager, 10, InstantSource.system()).orElseThrow()) {
            neighbour.onHint(heardByNeighbour::add);
            awaitListeners(3);
            grid.hint("hello");
            await().untilAsserted(() -> assertThat(heardByNeighbour).containsExactly("hello"));
        }
    }

    @Test
    void onHint_listenerFailsOrTextIsOfAnother_hearsTheNext() {
        other.onHint(text -> {
            if (text.equals("bad")) {
                throw new IllegalStateException("cannot read it");
            }
            heardByOther.add(text);
        });
        ITopic<String> topic = first.instance().getTopic(TOPIC);
        topic.publish("short");
        grid.hint("bad");
        grid.hint("good");
        await().untilAsserted(() -> assertThat(heardByOther).containsExactly("good"));
    }

    @Test
    void onHint_setAgain_replacesTheFirst() {
        Queue<String> heardBySecond = new ConcurrentLinkedQueue<>();
        other.onHint(heardBySecond::add);
        awaitListeners(2);
        grid.hint("hello");
        await().untilAsserted(() -> assertThat(heardBySecond).containsExactly("hello"));
        assertThat(heardByOther).isEmpty();
    }

    @Test
    void close_hintsGoOn_nothingIsHeardOrSentAndNoListenerIsLeft() {
        other.close();
        assertThat(listenersAt(second.instance())).as("at once").isEqualTo(1);
        awaitListeners(1);
        grid.hint("too late");
        other.hint("of a closed grid");
        grid.close();
        awaitListeners(0);
        assertThat(heard).isEmpty();
        assertThat(heardByOther).isEmpty();
    }

    @Test
    void close_hintsWereSentBefore_theyAreHeard() {
        for (int i = 0; i < 50; i++) {
            assertThat(grid.hint("the last of many")).isTrue();
        }
        grid.close();
        await().untilAsserted(() -> assertThat(heardByOther).hasSize(50));
    }

    @Test
    void tick_serverHasANewGrid_hearsAndSharesTheNoticeboardThere() {
        Queue<String> heardByMoved = new ConcurrentLinkedQueue<>();
        try (ServerGrid before = ServerGrid.start(StoreFixtures.alone())) {
            server.set(before.manager());
            Grid moved = HazelcastGrid.behind(server::get, 10, InstantSource.system())
                    .orElseThrow();
            moved.onHint(heardByMoved::add);
            SharedCache board = moved.noticeboard();
            await().until(() -> listenersAt(before.instance()) == 1);
            before.close();
            server.set(first.manager());
            await().untilAsserted(() -> {
                moved.tick();
                assertThat(listenersAt(first.instance())).isEqualTo(3);
            });
            awaitListeners(3);
            other.hint("you are back");
            await().untilAsserted(() -> assertThat(heardByMoved).containsExactly("you are back"));
            moved.hint("so I am");
            await().untilAsserted(() -> assertThat(heardByOther).containsExactly("so I am"));
            assertThat(shared(board, other.noticeboard())).isTrue();
            moved.close();
        }
    }

    @Test
    void isFull_manyNotices_countsTheCountersAlone() {
        SharedCache board = grid.noticeboard();
        for (int i = 0; i < 20; i++) {
            put(board, "notice");
        }
        SharedCache counters = grid.cache(Retention.HOUR);
        put(counters, "counter");
        await().during(Duration.ofMillis(500)).until(() -> {
            grid.tick();
            return !grid.isFull();
        });
        for (int i = 0; i < 9; i++) {
            put(counters, "counter");
        }
        await().until(() -> {
            grid.tick();
            return grid.isFull();
        });
    }

    @Test
    void noticeboard_ofAnyJCache_isSharedWithoutHints() {
        try (CacheManager manager = Caching.getCachingProvider(CaffeineCachingProvider.class.getName())
                        .getCacheManager();
                Grid one = new JCacheGrid(manager, InstantSource.system());
                Grid two = new JCacheGrid(manager, InstantSource.system())) {
            assertThat(shared(one.noticeboard(), two.noticeboard())).isTrue();
            two.onHint(heardByOther::add);
            assertThat(one.hint("hello")).isFalse();
            assertThat(heardByOther).isEmpty();
        }
    }

    private static void put(SharedCache cache, String kind) {
        assertThat(cache.putIfAbsent(kind + ' ' + UUID.randomUUID(), "text")
                        .toCompletableFuture()
                        .join())
                .isTrue();
    }

    private static boolean shared(SharedCache one, SharedCache other) {
        String id = UUID.randomUUID().toString();
        return one.putIfAbsent(id, "a").toCompletableFuture().join()
                && other.replace(id, "a", "b").toCompletableFuture().join()
                && "b".equals(one.get(id).toCompletableFuture().join());
    }

    private static void awaitListeners(int count) {
        await().untilAsserted(() -> {
            assertThat(listenersAt(first.instance())).isEqualTo(count);
            assertThat(listenersAt(second.instance())).isEqualTo(count);
        });
    }

    /** How many listeners a member knows of, its own and those of others. */
    private static int listenersAt(HazelcastInstance instance) {
        return ((HazelcastInstanceProxy) instance)
                .getOriginal()
                .node
                .getNodeEngine()
                .getEventService()
                .getRegistrations("hz:impl:topicService", TOPIC)
                .size();
    }
}
