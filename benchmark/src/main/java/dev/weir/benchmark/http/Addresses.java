package dev.weir.benchmark.http;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The clients of the requests: the values of {@code X-Forwarded-For}, each request's at random.
 *
 * @param count how many there are, at most 65,536
 * @param network the second number of the addresses: other clients than those of another network
 */
record Addresses(int count, int network) {

    /** Ten thousand clients. */
    static final Addresses MANY = new Addresses(10_000, 0);

    /** Returns one of the addresses. */
    String next() {
        int number = ThreadLocalRandom.current().nextInt(count);
        return "10." + network + '.' + number / 256 + '.' + number % 256;
    }
}
