package dev.weir.example;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Two instances of the example in one cluster, with room for a third member. Their visitors are told apart by
 * {@link Visitor}.
 */
record ClusterPair(PayaraInstance first, PayaraInstance second, PayaraBuilder third) implements AutoCloseable {

    /** Starts both at the same time, each with what {@code more} adds. */
    static ClusterPair start(String name, UnaryOperator<PayaraBuilder> more) {
        var ports = FreePorts.some(4);
        var grid = ports.subList(0, 3);
        var http = ports.get(3);
        var first =
                more.apply(member(name + "-1", 0, grid, http).httpPort(http)).launch();
        var second = more.apply(member(name + "-2", 1, grid, http)).launch();
        var pair = new ClusterPair(first, second, more.apply(member(name + "-3", 2, grid, http)));
        try {
            first.awaitReady().awaitMembers(2);
            second.awaitReady().awaitMembers(2);
            return pair;
        } catch (RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    /** @param http where the first one listens, which all call as the service of somebody else */
    private static PayaraBuilder member(String name, int index, List<Integer> grid, int http) {
        return trusting(PayaraInstance.named(name))
                .cluster("weir-it-" + grid.get(0), grid.get(index), grid)
                .property("example.remote.url", "http://127.0.0.1:" + http + "/");
    }

    /** Lets each {@link Visitor} be a client of its own. */
    static PayaraBuilder trusting(PayaraBuilder builder) {
        return builder.property("ratelimit.client.header", "x-forwarded-for")
                .property("ratelimit.client.trusted-proxies", "127.0.0.0/8");
    }

    /** The one or the other, in turn. */
    PayaraInstance member(int number) {
        return number % 2 == 0 ? first : second;
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
