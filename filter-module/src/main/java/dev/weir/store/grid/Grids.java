package dev.weir.store.grid;

import dev.weir.store.StoreSettings;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/** Finds the grid. Loads classes of JCache and Hazelcast only if they are present. */
public final class Grids {

    private Grids() {}

    public static Optional<Grid> find(StoreSettings settings, InstantSource clock, Supplier<@Nullable Object> server) {
        return switch (settings.provider()) {
            case SERVER ->
                Optional.of(ofServer(settings, clock, server)
                        .orElseThrow(() -> new IllegalStateException(
                                "ratelimit.store.provider: the application server has no JCache, was \"server\"")));
            case EMBEDDED ->
                Optional.of(embedded(settings, clock)
                        .orElseThrow(() -> new IllegalStateException(
                                "ratelimit.store.provider: Hazelcast is not on the class path, was \"embedded\"")));
            case AUTO -> ofServer(settings, clock, server).or(() -> embedded(settings, clock));
        };
    }

    private static Optional<Grid> ofServer(
            StoreSettings settings, InstantSource clock, Supplier<@Nullable Object> server) {
        return isPresent("javax.cache.CacheManager") && server.get() != null
                ? Optional.of(OfManager.grid(server, settings, clock))
                : Optional.empty();
    }

    private static Optional<Grid> embedded(StoreSettings settings, InstantSource clock) {
        if (!isPresent("javax.cache.CacheManager") || !isPresent("com.hazelcast.core.Hazelcast")) {
            return Optional.empty();
        }
        return Optional.of(HazelcastGrid.start(settings.embedded(), settings.clusterMaxKeys(), clock));
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, Grids.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** A class of its own, because loading a class may load the classes that it refers to. */
    private static final class OfManager {

        static Grid grid(Supplier<@Nullable Object> server, StoreSettings settings, InstantSource clock) {
            Optional<Grid> hazelcast = isPresent("com.hazelcast.cache.HazelcastCacheManager")
                    ? HazelcastGrid.behind(server, settings.clusterMaxKeys(), clock)
                    : Optional.empty();
            return hazelcast.orElseGet(() -> new JCacheGrid(
                    (CacheManager) Objects.requireNonNull(server.get(), "the server's cache manager"), clock));
        }
    }
}
