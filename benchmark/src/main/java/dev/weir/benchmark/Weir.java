package dev.weir.benchmark;

import dev.weir.RateLimiter;
import dev.weir.runtime.WeirApplications;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weir as an application uses it, configured by its properties; the benchmarks use no other internals of Weir. One per
 * JVM.
 *
 * <pre>
 * RateLimiter limiter = Weir.start(Weir.local(Map.of("plenty", Weir.PLENTY)));
 * limiter.acquire("plenty", Key.user("alice"));
 * </pre>
 */
public final class Weir {

    /** A limit that is never reached in a benchmark. */
    public static final String PLENTY = "1000000000000/1h";

    /** The property that names a Hazelcast configuration, as a file or on the class path. */
    public static final String EMBEDDED_CONFIG = "ratelimit.embedded.config";

    private Weir() {}

    /** Properties of an instance without a cluster, with a limit for each policy. */
    public static Map<String, String> local(Map<String, String> limits) {
        Map<String, String> properties = policies(limits);
        properties.put("ratelimit.store", "local");
        return properties;
    }

    /**
     * Properties of an instance that is a member of a Hazelcast cluster on this machine, at the first of {@code ports}.
     */
    public static Map<String, String> member(Map<String, String> limits, String cluster, List<Integer> ports) {
        Map<String, String> properties = policies(limits);
        properties.put("ratelimit.store.provider", "embedded");
        properties.put("ratelimit.embedded.cluster-name", cluster);
        properties.put("ratelimit.embedded.port", String.valueOf(ports.get(0)));
        properties.put(
                "ratelimit.embedded.members",
                String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList()));
        return properties;
    }

    private static Map<String, String> policies(Map<String, String> limits) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("ratelimit.policies", String.join(",", limits.keySet()));
        limits.forEach((policy, limit) -> properties.put(property(policy, "limit"), limit));
        return properties;
    }

    /** The name of a policy's property. */
    public static String property(String policy, String suffix) {
        return "ratelimit.policy." + policy + '.' + suffix;
    }

    /** Starts Weir with these properties. */
    public static RateLimiter start(Map<String, String> properties) {
        properties.forEach(System::setProperty);
        return start();
    }

    /** Starts Weir with the system's properties. */
    public static RateLimiter start() {
        WeirApplications.start(Weir.class.getClassLoader());
        return WeirApplications.currentOrStarted().limiter();
    }

    /** Stops Weir. */
    public static void stop() {
        WeirApplications.close(Weir.class.getClassLoader());
    }
}
