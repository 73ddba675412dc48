package dev.weir.monitor.count;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are used most, of any number, in the memory of a fixed number: the Space-Saving sketch of Metwally,
 * Agrawal and El Abbadi ("Efficient computation of frequent and top-k elements in data streams", 2005). Each key has a
 * counter; when all are taken, a new key takes over that of the key with the fewest, and its count with it, which is
 * the error of the new one. Of N that were counted, no error is larger than N / capacity.
 *
 * <p>A decision that stands for others was chosen by chance, and what it counts is an estimate: to the error that is
 * told of a key its uncertainty is added, three standard deviations, within which 99.7 % of all estimates are.
 *
 * <p>Grows with the keys that it sees: one that has seen none takes half a kilobyte. For use by one thread at a time.
 */
final class SpaceSaving {

    private static final int SMALLEST = 8;
    private static final long UNKNOWN = -1;
    private static final int DEVIATIONS = 3;

    private final int capacity;
    /** The place of each key in the arrays, of which the first {@code size} are used. */
    private final Map<String, Integer> places = new HashMap<>(SMALLEST);

    private int size;
    /** Parallel arrays in place of an object for each counter, in the order of a heap: the smallest count is first. */
    private @Nullable String[] keys = new String[SMALLEST];

    private long[] counts = new long[SMALLEST];
    private long[] errors = new long[SMALLEST];
    /** Variances of the counts; a counter that is taken over stays as uncertain as it is. */
    private long[] variances = new long[SMALLEST];

    private long[] refusals = new long[SMALLEST];
    private long[] remaining = new long[SMALLEST];
    private short[] used = new short[SMALLEST];
    private long[] seen = new long[SMALLEST];
    private byte[] levels = new byte[SMALLEST];

    private long total;
    /** A key that has no counter was counted at most so often. */
    private long floor;

    SpaceSaving(int capacity) {
        this.capacity = capacity;
    }

    /** Counts {@code weight} decisions about {@code sighting}'s key. */
    void add(Sighting sighting) {
        total += sighting.weight();
        Integer known = places.get(sighting.key());
        int place;
        if (known != null) {
            place = known;
        } else if (size < capacity) {
            place = append(sighting.key());
        } else {
            place = takeOver(sighting.key());
        }
        counts[place] += sighting.weight();
        // of one that is chosen with a probability of 1 / weight: 0 if all are
        variances[place] += sighting.weight() * (sighting.weight() - 1);
        refusals[place] += sighting.refused() ? sighting.weight() : 0;
        remaining[place] = sighting.remaining().orElse(UNKNOWN);
        used[place] = (short) sighting.used();
        seen[place] = sighting.millis();
        levels[place] = (byte) sighting.level();
        sink(place);
    }

    private int append(String key) {
        if (size == counts.length) {
            grow(Math.min(capacity, 2 * size));
        }
        int place = size++;
        variances[place] = 0;
        set(place, key, floor, floor, 0);
        return rise(place);
    }

    /** The key with the fewest gives its counter away. */
    private int takeOver(String key) {
        places.remove(key(0));
        floor = Math.max(floor, counts[0]);
        set(0, key, counts[0], counts[0], 0);
        return 0;
    }

    private void set(int place, String key, long count, long error, long refused) {
        keys[place] = key;
        counts[place] = count;
        errors[place] = error;
        refusals[place] = refused;
        places.put(key, place);
    }

    private String key(int place) {
        return Objects.requireNonNull(keys[place]);
    }

    private void grow(int length) {
        keys = Arrays.copyOf(keys, length);
        counts = Arrays.copyOf(counts, length);
        errors = Arrays.copyOf(errors, length);
        variances = Arrays.copyOf(variances, length);
        refusals = Arrays.copyOf(refusals, length);
        remaining = Arrays.copyOf(remaining, length);
        used = Arrays.copyOf(used, length);
        seen = Arrays.copyOf(seen, length);
        levels = Arrays.copyOf(levels, length);
    }

    private int rise(int from) {
        int place = from;
        while (place > 0 && counts[place] < counts[(place - 1) / 2]) {
            swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
        }
        return place;
    }

    private void sink(int from) {
        int place = from;
        while (true) {
            int least = 2 * place + 1;
            if (least + 1 < size && counts[least + 1] < counts[least]) {
                least++;
            }
            if (least >= size || counts[least] >= counts[place]) {
                return;
            }
            swap(place, least);
            place = least;
        }
    }

    private void swap(int one, int other) {
        String key = key(one);
        keys[one] = keys[other];
        keys[other] = key;
        places.put(key(one), one);
        places.put(key, other);
        swap(counts, one, other);
        swap(errors, one, other);
        swap(variances, one, other);
        swap(refusals, one, other);
        swap(remaining, one, other);
        swap(seen, one, other);
        short share = used[one];
        used[one] = used[other];
        used[other] = share;
        byte level = levels[one];
        levels[one] = levels[other];
        levels[other] = level;
    }

    private static void swap(long[] values, int one, int other) {
        long value = values[one];
        values[one] = values[other];
        values[other] = value;
    }

    /**
     * Halves all that was counted, so that the past counts less and less. The bounds hold of counts that are halved and
     * rounded down in the same way. Keys of which nothing is left lose their counters.
     */
    void halve() {
        int kept = 0;
        int before = size;
        places.clear();
        for (int i = 0; i < before; i++) {
            long least = counts[i] - errors[i];
            long half = counts[i] / 2;
            if (half > 0) {
                remaining[kept] = remaining[i];
                used[kept] = used[i];
                seen[kept] = seen[i];
                levels[kept] = levels[i];
                variances[kept] = variances[i] / 4;
                set(kept++, key(i), half, half - least / 2, refusals[i] / 2);
            }
        }
        Arrays.fill(keys, kept, before, null);
        size = kept;
        for (int i = 1; i < size; i++) {
            int unused = rise(i);
        }
        total /= 2;
        floor /= 2;
    }

    /** All that was counted. */
    long total() {
        return total;
    }

    int size() {
        return size;
    }

    /** What is counted at present. */
    SketchView view() {
        List<KeyCount> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(new KeyCount(
                    key(i),
                    counts[i],
                    errors[i] + uncertainty(i),
                    refusals[i],
                    remaining[i] == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(remaining[i]),
                    used[i],
                    levels[i],
                    seen[i]));
        }
        return new SketchView(total, floor, all);
    }

    private long uncertainty(int place) {
        return (long) Math.ceil(DEVIATIONS * Math.sqrt((double) variances[place]));
    }
}
