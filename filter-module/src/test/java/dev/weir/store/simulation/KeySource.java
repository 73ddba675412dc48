package dev.weir.store.simulation;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whose requests a {@link Simulation} makes. Of few keys, all alike. Of many, every second is of one that everybody
 * asks for, and the others take turns, so that each is asked for, and seldom.
 */
final class KeySource {

    private static final int BUSY_KEYS = 20;

    private final int keys;
    private final Random random;
    private long turns;

    KeySource(int keys, Random random) {
        this.keys = keys;
        this.random = random;
    }

    boolean areMany() {
        return keys > BUSY_KEYS;
    }

    /** Whose request is the next. */
    String next() {
        if (!areMany()) {
            return name(random.nextInt(keys));
        }
        return name(random.nextBoolean() ? random.nextInt(BUSY_KEYS) : (int) (turns++ % keys));
    }

    boolean isBusy(String key) {
        return Integer.parseInt(key.substring(1)) < BUSY_KEYS;
    }

    private static String name(int key) {
        return "k" + key;
    }

    /** How many requests come at once, so that those of a busy key are as close together as if there were few keys. */
    int atOnce() {
        return areMany() ? 2 * BUSY_KEYS : 1;
    }

    /** All of few keys. */
    List<String> all() {
        return IntStream.range(0, keys).mapToObj(KeySource::name).toList();
    }

    /** How many of many keys have been asked for. */
    long asked() {
        return Math.min(turns, keys);
    }

    /** Some of many keys, for what takes too long to do with each: busy ones and others. */
    List<String> sample() {
        return Stream.of(0, 1, BUSY_KEYS - 1, BUSY_KEYS, keys - 1)
                .map(KeySource::name)
                .toList();
    }
}
