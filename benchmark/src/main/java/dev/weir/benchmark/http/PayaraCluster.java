package dev.weir.benchmark.http;

import dev.weir.example.FreePorts;
import dev.weir.example.PayaraBuilder;
import dev.weir.example.PayaraInstance;
import java.util.ArrayList;
import java.util.List;

/**
 * Several instances of Payara Micro with the example's WAR, in a cluster of their own on this machine. Used by one
 * thread.
 */
final class PayaraCluster implements AutoCloseable {

    private final String name;
    private final boolean limited;
    private final List<Integer> ports;
    private final List<PayaraInstance> members = new ArrayList<>();

    private PayaraCluster(String name, boolean limited, int count) {
        this.name = name;
        this.limited = limited;
        this.ports = FreePorts.some(count);
    }

    /**
     * Starts {@code count} members, and waits until they share their counters.
     *
     * @param limited false for {@code ratelimit.enabled=false}
     */
    static PayaraCluster start(boolean limited, int count) {
        PayaraCluster cluster = new PayaraCluster(limited ? "weir-on" : "weir-off", limited, count);
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

    /** Describes a member. Its limit is counted, but never reached; the header determines the clients. */
    private PayaraBuilder describe(int index) {
        return PayaraInstance.named(name + '-' + (index + 1))
                .cluster(name + '-' + ports.get(0), ports.get(index), ports)
                .property("ratelimit.enabled", String.valueOf(limited))
                .property("ratelimit.policy.anonymous.limit", "1000000000/1h")
                .property("ratelimit.client.header", "x-forwarded-for")
                .property("ratelimit.client.trusted-proxies", "127.0.0.0/8");
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
