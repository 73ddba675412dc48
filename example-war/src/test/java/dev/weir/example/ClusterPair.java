package dev.weir.example;

import java.util.List;
import java.util.function.UnaryOperator;

/** Two instances of the example in one cluster, with room for a third member. Their visitors are told apart by {@link Visitor}. */
record ClusterPair(PayaraInstance first, PayaraInstance second, PayaraBuilder third) implements AutoCloseable {

    /** Starts both at the same time, each with what {@code more} adds. */
    static ClusterPair start(String name, UnaryOperator<PayaraBuilder> more) {
        var grid = FreePorts.some(3);
        var first = more.apply(member(name + "-1", 0, grid)).launch();
        var second = more.apply(member(name + "-2", 1, grid)).launch();
        var pair = new ClusterPair(first, second, more.apply(member(name + "-3", 2, grid)));
        try {
            first.awaitReady().awaitMembers(2);
            second.awaitReady().awaitMembers(2);
            return pair;
        } catch (RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    private static PayaraBuilder member(String name, int index, List<Integer> grid) {
        return trusting(PayaraInstance.named(name)).cluster("weir-it-" + grid.get(0), grid.get(index), grid);
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
