package dev.weir.monitor;

import dev.weir.Source;
import dev.weir.metrics.PolicyTotals;
import dev.weir.monitor.count.Counts;
import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Buckets as bytes: most counts of a second are small, and a day has 1,440 minutes. Numbers have seven bits in each
 * byte, and zeros are left out. Names of policies are numbers, which are given when a name is first used. One thread
 * at a time encodes; any can decode meanwhile.
 */
final class BucketForm {

    private static final Source[] SOURCES = Source.values();
    private static final int COUNTS = 6;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final List<String> names = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> known = new HashMap<>();

    /** The bytes of counts. */
    byte[] encode(Counts counts, long p99Micros) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, p99Micros);
        for (Source source : SOURCES) {
            write(bytes, counts.sources().getOrDefault(source, 0L));
        }
        counts.policies().forEach((policy, totals) -> {
            long[] numbers = numbers(totals);
            int present = 0;
            for (int i = 0; i < COUNTS; i++) {
                present |= numbers[i] > 0 ? 1 << i : 0;
            }
            if (present != 0) {
                write(bytes, numberOf(policy));
                bytes.write(present);
                for (long number : numbers) {
                    if (number > 0) {
                        write(bytes, number);
                    }
                }
            }
        });
        return bytes.toByteArray();
    }

    private static long[] numbers(PolicyTotals totals) {
        return new long[] {
            totals.allowed(), totals.refused(), totals.blocked(), totals.shadow(), totals.exempt(), totals.unavailable()
        };
    }

    private int numberOf(String policy) {
        return known.computeIfAbsent(policy, name -> {
            names.add(name);
            return names.size() - 1;
        });
    }

    private static void write(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while (rest >= MORE) {
            bytes.write((int) (rest % MORE) | MORE);
            rest /= MORE;
        }
        bytes.write((int) rest);
    }

    /** The bucket of those bytes. */
    LiveView.Bucket decode(long sequence, long timeMillis, byte[] bytes) {
        Cursor cursor = new Cursor(bytes);
        double p99 = cursor.number() / 1e6;
        Map<Source, Long> sources = new EnumMap<>(Source.class);
        for (Source source : SOURCES) {
            sources.put(source, cursor.number());
        }
        Map<String, PolicyTotals> policies = new HashMap<>();
        while (cursor.place < bytes.length) {
            String policy = names.get((int) cursor.number());
            int present = bytes[cursor.place++];
            long[] counts = new long[COUNTS];
            for (int i = 0; i < COUNTS; i++) {
                counts[i] = (present & 1 << i) == 0 ? 0 : cursor.number();
            }
            policies.put(policy, new PolicyTotals(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], 0));
        }
        return new LiveView.Bucket(sequence, timeMillis, policies, sources, p99);
    }

    private static final class Cursor {

        private final byte[] bytes;
        private int place;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        long number() {
            long number = 0;
            for (int shift = 0; ; shift += BITS) {
                int next = bytes[place++];
                number |= (long) (next & MORE - 1) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }
    }
}
