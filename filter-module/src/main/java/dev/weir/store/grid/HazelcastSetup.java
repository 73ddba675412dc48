package dev.weir.store.grid;

import com.hazelcast.config.CacheConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.weir.store.StoreSettings;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** Configures Hazelcast: the caches, and an embedded member where the application server has none. */
final class HazelcastSetup {

    private static final String DEFAULT_CLUSTER = "weir";
    private static final int ASYNC_BACKUPS = 1;

    private HazelcastSetup() {}

    /** Starts the member; takes seconds. */
    static HazelcastInstance start(StoreSettings.Embedded embedded) {
        Config config = embedded.config().map(HazelcastSetup::load).orElseGet(HazelcastSetup::quietConfig);
        embedded.clusterName().ifPresent(config::setClusterName);
        embedded.port().ifPresent(port -> config.getNetworkConfig().setPort(port));
        if (!embedded.members().isEmpty()) {
            JoinConfig join = config.getNetworkConfig().getJoin();
            join.getAutoDetectionConfig().setEnabled(false);
            join.getMulticastConfig().setEnabled(false);
            join.getTcpIpConfig().setEnabled(true).setMembers(embedded.members());
        }
        return Hazelcast.newHazelcastInstance(config);
    }

    /** The default: this machine only, and no connection to any other. */
    static Config quietConfig() {
        Config config = new Config().setClusterName(DEFAULT_CLUSTER);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "jdk");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        // the default listens on every interface, whatever address the member goes by
        config.setProperty("hazelcast.socket.bind.any", "false");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
        return config;
    }

    private static Config load(String location) {
        try {
            return new File(location).isFile() ? Config.loadFromFile(new File(location)) : loadFromClassPath(location);
        } catch (IOException e) {
            throw new IllegalStateException("ratelimit.embedded.config: cannot be read, was \"" + location + "\"", e);
        }
    }

    private static Config loadFromClassPath(String location) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream stream = loader.getResourceAsStream(location)) {
            if (stream == null) {
                throw new FileNotFoundException("no such file, and nothing of that name on the class path");
            }
            return Config.loadFromStream(stream);
        }
    }

    /** The configuration of a cache. */
    static CacheConfig<String, String> cache(CacheSettings settings) {
        CacheConfig<String, String> config = new CacheConfig<>(settings.name());
        config.setTypes(String.class, String.class)
                .setExpiryPolicyFactory(settings.expiry())
                .setStatisticsEnabled(false)
                .setManagementEnabled(false);
        config.setInMemoryFormat(InMemoryFormat.BINARY)
                // a synchronous backup on a frozen member would stall every write
                .setBackupCount(0)
                .setAsyncBackupCount(ASYNC_BACKUPS)
                // no eviction, which would admit refused keys: a full cache takes no new keys instead
                .setEvictionConfig(new EvictionConfig()
                        .setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
                        .setEvictionPolicy(EvictionPolicy.LRU)
                        .setSize(Integer.MAX_VALUE));
        return config;
    }
}
