package dev.weir.store;

import java.util.List;
import java.util.Optional;

/**
 * Where counters are kept. Immutable.
 *
 * @param shared whether the cluster shares them
 * @param provider where the cluster comes from
 * @param timeoutMillis the longest that a request waits for the cluster
 * @param lease whether permits are taken in advance where a key is hot
 * @param divideShare whether an instance that counts alone has its share of a limit, or all of it
 * @param localMaxKeys keys held on one instance
 * @param clusterMaxKeys entries of all caches in the grid together
 * @param embedded how to start a Hazelcast member, where Weir has to
 * @param persistence the JNDI name of the DataSource that keeps counters over a restart of the whole cluster
 */
public record StoreSettings(
        boolean shared,
        Provider provider,
        long timeoutMillis,
        boolean lease,
        boolean divideShare,
        long localMaxKeys,
        int clusterMaxKeys,
        Embedded embedded,
        Optional<String> persistence) {

    /** Where the cluster comes from. */
    public enum Provider {
        /** The application server's JCache, else a member of our own, else this instance alone. */
        AUTO,
        /** The application server's JCache. */
        SERVER,
        /** A Hazelcast member that Weir starts. */
        EMBEDDED
    }

    /**
     * A Hazelcast member that Weir starts.
     *
     * @param port the first port to try; the next free one is taken
     * @param members addresses of members to join, {@code host} or {@code host:port}; none: this machine's alone
     * @param config a Hazelcast configuration, as a file or on the class path; the other values override it
     */
    public record Embedded(
            Optional<String> clusterName, Optional<Integer> port, List<String> members, Optional<String> config) {

        public Embedded {
            members = List.copyOf(members);
        }
    }
}
