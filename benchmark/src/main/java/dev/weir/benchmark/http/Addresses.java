package dev.weir.benchmark.http;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** The clients of the requests: the values of {@code X-Forwarded-For}. */
enum Addresses {
    /** One client for all requests. */
    ONE(1),
    /** Ten thousand clients, at random. */
    MANY(10_000);

    private final int count;

    Addresses(int count) {
        this.count = count;
    }

    int count() {
        return count;
    }

    /** Returns one of the addresses. */
    String next() {
        int number = ThreadLocalRandom.current().nextInt(count);
        return "10." + number / 65_536 + '.' + number / 256 % 256 + '.' + number % 256;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
