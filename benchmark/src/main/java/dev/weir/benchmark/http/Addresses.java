package dev.weir.benchmark.http;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Who sends the requests: the value of {@code X-Forwarded-For}. */
enum Addresses {
    /** Everybody is the same client. */
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

    /** One of them. */
    String next() {
        int number = ThreadLocalRandom.current().nextInt(count);
        return "10." + number / 65_536 + '.' + number / 256 % 256 + '.' + number % 256;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
