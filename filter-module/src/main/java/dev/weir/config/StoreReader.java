package dev.weir.config;

import static dev.weir.config.PropertyValues.choice;

import dev.weir.store.StoreSettings;
import dev.weir.text.Values;
import java.util.List;

/**
 * Reads where counters are kept. For one use by one thread.
 *
 * @param properties those of the application
 */
record StoreReader(PropertyValues properties) {

    private enum StoreKind {
        CLUSTER,
        LOCAL
    }

    private enum Share {
        DIVIDE,
        FULL
    }

    private enum Lease {
        AUTO,
        OFF
    }

    StoreSettings read() {
        return new StoreSettings(
                properties.value(Property.STORE, choice(StoreKind.class), StoreKind.CLUSTER) == StoreKind.CLUSTER,
                properties.value(
                        Property.STORE_PROVIDER, choice(StoreSettings.Provider.class), StoreSettings.Provider.AUTO),
                properties.value(Property.STORE_TIMEOUT, PropertyValues::millis, 50L),
                properties.value(Property.STORE_LEASE, choice(Lease.class), Lease.AUTO) == Lease.AUTO,
                properties.value(Property.FALLBACK_SHARE, choice(Share.class), Share.DIVIDE) == Share.DIVIDE,
                properties.value(Property.LOCAL_MAX_KEYS, text -> Values.number(text, 1, Long.MAX_VALUE / 2), 1L),
                properties.value(Property.CLUSTER_MAX_KEYS, text -> (int) Values.number(text, 1, Integer.MAX_VALUE), 1),
                embedded(),
                properties.text(Property.PERSISTENCE_DATASOURCE));
    }

    private StoreSettings.Embedded embedded() {
        return new StoreSettings.Embedded(
                properties.text(Property.EMBEDDED_CLUSTER_NAME),
                properties.optional(Property.EMBEDDED_PORT, text -> (int) Values.number(text, 1, 65_535)),
                properties.value(Property.EMBEDDED_MEMBERS, Values::list, List.of()),
                properties.text(Property.EMBEDDED_CONFIG));
    }
}
