package dev.weir.gateway.auth;

import dev.weir.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tiers of callers and of their tenants, as their credentials said last. Of those that did not call for the longest
 * time some are forgotten. Safe for use by many threads.
 */
public final class Tiers {

    private static final int REMEMBERED = 100_000;

    private final Map<Key, Optional<String>> tiers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<Key, Optional<String>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Remembers what {@code caller} has. */
    public synchronized void remember(Caller caller) {
        tiers.put(Key.user(caller.name()), caller.tier());
        caller.tenant().ifPresent(tenant -> tiers.put(Key.tenant(tenant), caller.tier()));
    }

    /** The tier of a caller or a tenant; empty if it has none, or is not known. */
    public synchronized Optional<String> of(Key key) {
        Optional<String> tier = tiers.get(key);
        return tier == null ? Optional.empty() : tier;
    }
}
