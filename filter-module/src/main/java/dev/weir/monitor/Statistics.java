package dev.weir.monitor;

import dev.weir.Source;
import dev.weir.health.Health;
import dev.weir.metrics.Measurements;
import dev.weir.metrics.PolicyTotals;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How an application fares, over all its instances as far as this one knows. Immutable.
 *
 * @param time the present
 * @param namespace of the application
 * @param instance which one says it
 * @param health how well this instance does
 * @param members who there is, this instance first
 * @param policies what became of the requests since the start, of all instances, also of those that are gone
 * @param sources what decided, of all instances
 * @param times how long decisions of this instance took
 * @param hitRate the part of all decisions that no access to the cluster was made for
 * @param storeSuccess the part of this instance's operations on the cluster, within the last ten seconds, that were
 *     answered in time
 * @param trackedKeys keys that this instance holds
 * @param blockedKeys keys that are blocked, as far as this instance knows
 * @param owedPermits permits that the cluster has not been charged with yet, of all instances
 */
public record Statistics(
        Instant time,
        String namespace,
        String instance,
        Health health,
        List<Member> members,
        Map<String, PolicyTotals> policies,
        Map<Source, Long> sources,
        Measurements.Times times,
        double hitRate,
        double storeSuccess,
        long trackedKeys,
        long blockedKeys,
        long owedPermits) {

    public Statistics {
        members = List.copyOf(members);
        policies = Map.copyOf(policies);
        sources = Map.copyOf(sources);
    }

    /** How an instance, or a member of the cluster, is. */
    public enum State {
        ACTIVE,
        /** Nothing was heard of it for four seconds. */
        SILENT,
        /** It counts alone. */
        ALONE,
        /**
         * It is a member of the cluster from which no instance of the application reports: it has none, or one without
         * an admin path, or one that has just started.
         */
        UNKNOWN;

        /** The name in answers: {@code active}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An instance, or a member without one. Immutable.
     *
     * @param id of the instance, or of the member
     * @param since when it was started, or last heard of if it is silent; the epoch if that is unknown
     * @param member its member of the cluster; empty if that is not known
     * @param address of that member, with the port of the cluster; empty if unknown
     */
    public record Member(String id, State state, Instant since, boolean self, String member, String address) {

        /** Whether it does not answer. */
        public boolean silent() {
            return state == State.SILENT;
        }
    }
}
