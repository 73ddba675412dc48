package dev.weir.health;

import dev.weir.config.Monitoring;
import dev.weir.config.Property;
import dev.weir.metrics.Measurements;
import dev.weir.monitor.request.RecentRequests;
import dev.weir.store.StoreStatistics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Compares what was measured with the thresholds, once a second: to ask for the health waits for nothing, also while
 * the cluster is silent. Safe for use by many threads.
 */
public final class HealthMonitor {

    /** Of fewer requests within ten seconds, a part means little. */
    private static final long FEWEST = 20;

    private static final int WHOLE = 10_000;

    private final Monitoring.Thresholds thresholds;
    private final Measurements measurements;
    private final Supplier<RecentRequests> requests;
    private final IntSupplier heapHundredths;
    private final InstantSource clock;
    private volatile Health latest;

    /**
     * A monitor that has looked once.
     *
     * @param requests how the application answered lately
     * @param heapHundredths the part of the heap that is in use after a collection, in hundredths of a percent
     */
    public HealthMonitor(
            Monitoring.Thresholds thresholds,
            Measurements measurements,
            Supplier<RecentRequests> requests,
            IntSupplier heapHundredths,
            InstantSource clock) {
        this.thresholds = thresholds;
        this.measurements = measurements;
        this.requests = requests;
        this.heapHundredths = heapHundredths;
        this.clock = clock;
        this.latest = look(mode(measurements.store()), clock.instant());
    }

    /** Called once a second. */
    public void tick() {
        Health.Mode mode = mode(measurements.store());
        latest = look(mode, mode == latest.mode() ? latest.since() : clock.instant());
    }

    /** As of the last second. */
    public Health latest() {
        return latest;
    }

    private static Health.Mode mode(StoreStatistics store) {
        return store.shared() ? Health.Mode.CLUSTER : Health.Mode.LOCAL;
    }

    private Health look(Health.Mode mode, Instant since) {
        StoreStatistics store = measurements.store();
        Measurements.Recent recent = measurements.recent();
        List<String> unhealthy = unhealthy(store, recent);
        List<String> why = new ArrayList<>(unhealthy);
        why.addAll(degraded(store, recent));
        why.addAll(slowOrFailing(requests.get()));
        Health.Level level = why.isEmpty() ? Health.Level.HEALTHY : Health.Level.DEGRADED;
        return new Health(unhealthy.isEmpty() ? level : Health.Level.UNHEALTHY, mode, since, store.members(), why);
    }

    private List<String> unhealthy(StoreStatistics store, Measurements.Recent recent) {
        List<String> why = new ArrayList<>();
        if (recent.ownErrors() > 0) {
            why.add("fallbacks decide because of an error of Weir's own: see the log");
        }
        if (store.persistenceLagMillis() > thresholds.persistenceLagMillis()) {
            why.add(exceeded(Property.HEALTH_PERSISTENCE_LAG, store.persistenceLagMillis() / 1000 + "s"));
        }
        return why;
    }

    private List<String> degraded(StoreStatistics store, Measurements.Recent recent) {
        List<String> why = new ArrayList<>();
        if (store.clustered() && !store.shared()) {
            why.add("this instance counts alone");
        }
        if (store.silent() > 0) {
            why.add(store.silent() + " of " + store.members() + " members do not answer");
        }
        if (recent.operations() >= FEWEST && isAbove(recent.errors(), recent.operations(), thresholds.storeErrors())) {
            why.add(exceeded(Property.HEALTH_STORE_ERRORS, part(recent.errors(), recent.operations())));
        }
        if (recent.p99Millis() > thresholds.p99Millis()) {
            why.add(exceeded(Property.HEALTH_DECISION_P99, recent.p99Millis() + "ms"));
        }
        if (recent.decisions() >= FEWEST && isAbove(recent.refusals(), recent.decisions(), thresholds.refused())) {
            why.add(exceeded(Property.HEALTH_REFUSED, part(recent.refusals(), recent.decisions())));
        }
        if (isAbove(store.keys(), store.mostKeys(), thresholds.keys())) {
            why.add(exceeded(Property.HEALTH_KEYS, part(store.keys(), store.mostKeys())));
        }
        int heap = heapHundredths.getAsInt();
        if (heap > thresholds.heap()) {
            why.add(exceeded(Property.HEALTH_HEAP, part(heap, WHOLE)));
        }
        return why;
    }

    /** What the application does, which is no fault of Weir's. */
    private List<String> slowOrFailing(RecentRequests recent) {
        List<String> why = new ArrayList<>();
        recent.slowest()
                .filter(each -> each.p99Millis() > thresholds.endpointP99Millis())
                .ifPresent(each -> why.add(
                        exceeded(Property.HEALTH_ENDPOINT_P99, each.p99Millis() + "ms for " + each.endpoint())));
        if (recent.requests() >= FEWEST) {
            if (isAbove(recent.errors(), recent.requests(), thresholds.responseErrors())) {
                why.add(exceeded(Property.HEALTH_RESPONSE_ERRORS, part(recent.errors(), recent.requests())));
            }
            if (recent.p99Millis() > thresholds.responseP99Millis()) {
                why.add(exceeded(Property.HEALTH_RESPONSE_P99, recent.p99Millis() + "ms"));
            }
        }
        return why;
    }

    /** Whether {@code some} of {@code all} are more than {@code hundredths} of a percent. */
    private static boolean isAbove(long some, long all, int hundredths) {
        // in this order, so that no number is too large
        return some > all / WHOLE * hundredths + all % WHOLE * hundredths / WHOLE;
    }

    private static String part(long some, long all) {
        return Math.round(100.0 * some / all) + "%";
    }

    private static String exceeded(Property property, String value) {
        return property.fullName() + ": exceeded, is " + value;
    }
}
