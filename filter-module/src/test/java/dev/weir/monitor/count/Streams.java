package dev.weir.monitor.count;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** Streams of keys, and the naive way to count them. */
final class Streams {

    private Streams() {}

    /** Draws from {@code keys} keys, of which the first is used most, the second half as often, and so on. */
    static final class Zipf {

        private final double[] sums;
        private final Random random;

        Zipf(int keys, long seed) {
            this.random = new Random(seed);
            this.sums = new double[keys];
            double sum = 0;
            for (int i = 0; i < keys; i++) {
                sum += 1.0 / (i + 1);
                sums[i] = sum;
            }
        }

        String next() {
            double drawn = random.nextDouble() * sums[sums.length - 1];
            int low = 0;
            int high = sums.length - 1;
            while (low < high) {
                int middle = (low + high) / 2;
                if (sums[middle] < drawn) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return "u:user-" + low;
        }
    }

    /** Counts every key. */
    static final class Exact {

        final Map<String, Long> counts = new HashMap<>();
        long total;

        void add(Sighting sighting) {
            counts.merge(sighting.key(), sighting.weight(), Long::sum);
            total += sighting.weight();
        }

        void halve() {
            counts.replaceAll((key, count) -> count / 2);
        }

        long of(String key) {
            return counts.getOrDefault(key, 0L);
        }
    }

    static Sighting sighting(String key, long weight) {
        return new Sighting(key, weight, false, OptionalLong.empty(), 0, 0, 0);
    }
}
