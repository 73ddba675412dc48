package dev.weir.benchmark.http;

import dev.weir.example.FreePorts;
import dev.weir.example.PayaraBuilder;
import dev.weir.example.PayaraInstance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Several instances of Payara Micro with the example's WAR, in a cluster of their own on this machine. Used by one
 * thread.
 */
final class PayaraCluster implements AutoCloseable {

    /** A limit that is counted, but never reached. */
    static final String UNLIMITED = "1000000000/1h";

    private static final String LIMIT = "ratelimit.policy.anonymous.limit";

    private final String name;
    private final Map<String, String> properties;
    private final List<String> options;
    private final List<Integer> ports;
    private final List<PayaraInstance> members = new ArrayList<>();

    private PayaraCluster(String name, Map<String, String> properties, List<String> options, int count) {
        this.name = name;
        this.properties = properties;
        this.options = options;
        this.ports = FreePorts.some(count);
    }

    /** Starts {@code count} members with a limit of an address, and waits until they share their counters. */
    static PayaraCluster on(String limit, int count) {
        return start("weir-on", Map.of(LIMIT, limit), List.of(), count);
    }

    /** Does the same with another WAR beside the example's. */
    static PayaraCluster on(String limit, int count, Path beside) {
        return start("weir-on", Map.of(LIMIT, limit), List.of("--deploy", beside.toString()), count);
    }

    /** Starts {@code count} members with {@code ratelimit.enabled=false}. */
    static PayaraCluster off(int count) {
        return start("weir-off", Map.of("ratelimit.enabled", "false"), List.of(), count);
    }

    private static PayaraCluster start(String name, Map<String, String> properties, List<String> options, int count) {
        PayaraCluster cluster = new PayaraCluster(name, properties, options, count);
        try {
            for (int i = 0; i < count; i++) {
                cluster.members.add(cluster.describe(i).launch());
            }
            cluster.members.forEach(PayaraInstance::awaitReady);
            cluster.members.forEach(member -> member.awaitMembers(count));
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Describes a member; the header determines the clients. */
    private PayaraBuilder describe(int index) {
        PayaraBuilder builder = PayaraInstance.named(name + '-' + (index + 1))
                .cluster(name + '-' + ports.get(0), ports.get(index), ports)
                .property("ratelimit.client.header", "x-forwarded-for")
                .property("ratelimit.client.trusted-proxies", "127.0.0.0/8")
                .options(options.toArray(String[]::new));
        properties.forEach(builder::property);
        return builder;
    }

    PayaraInstance get(int index) {
        return members.get(index);
    }

    List<PayaraInstance> members() {
        return List.copyOf(members);
    }

    /** Starts a member in place of one that has ended, and waits until all share their counters. */
    void startAgain(int index) {
        members.get(index).close();
        members.set(index, describe(index).start());
        members.forEach(member -> member.awaitMembers(members.size()));
    }

    /** Stops all members. */
    @Override
    public void close() {
        members.forEach(PayaraInstance::close);
    }
}
