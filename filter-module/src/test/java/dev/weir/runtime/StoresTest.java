package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cache.ICache;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreSettings;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoresTest {

    @Test
    void open_cluster_isWarmBeforeTheFirstRequest() {
        StoreSettings.Embedded member = StoreFixtures.alone();
        CounterStore store = Stores.open(
                        StoreFixtures.settings(true, member),
                        true,
                        InstantSource.system(),
                        StoreFixtures::text,
                        () -> null,
                        Optional.empty())
                .store();
        try {
            HazelcastInstance instance = Hazelcast.getAllHazelcastInstances().stream()
                    .filter(each -> member.clusterName()
                            .equals(Optional.of(each.getConfig().getClusterName())))
                    .findFirst()
                    .orElseThrow();
            ICache<String, String> board = instance.getCacheManager().getCache("weir.1.noticeboard");
            assertThat(board.size()).isPositive();
            assertThat(board).allSatisfy(entry -> assertThat(entry.getKey()).startsWith("warm-up "));
        } finally {
            store.close();
        }
    }
}
