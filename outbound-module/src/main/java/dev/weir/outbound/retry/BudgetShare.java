package dev.weir.outbound.retry;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one instance has paid into the budget of retries and taken out of it, by slices of time. The numbers of a slice
 * only grow, so that of two states of one share the larger numbers are the later ones. Immutable.
 *
 * @param instance the name of the instance, without {@code ;} and {@code :}
 * @param slices by their numbers, in order
 */
record BudgetShare(String instance, SortedMap<Long, Slice> slices) {

    /** How long a slice is. */
    static final long SLICE_MILLIS = 10_000;

    /** How many slices count, the present one among them: ten minutes. */
    static final int SLICES = 60;

    private static final Pattern FORM = Pattern.compile("[^;:]{1,64}(;\\d{1,15}:\\d{1,15}:\\d{1,15}){0,120}");
    private static final int PARTS = 3;

    /**
     * One slice of time.
     *
     * @param paid in ten-thousandths of a retry
     * @param retries taken
     */
    record Slice(long paid, long retries) {

        static final Slice NONE = new Slice(0, 0);

        private Slice later(Slice other) {
            return new Slice(Math.max(paid, other.paid), Math.max(retries, other.retries));
        }

        private long left() {
            return paid - retries * RetryBudget.RETRY;
        }
    }

    BudgetShare {
        slices = new TreeMap<>(slices);
    }

    /** What was paid in the slices that count at {@code slice} and was not taken out; can be below zero. */
    long left(long slice) {
        return counting(slice).values().stream().mapToLong(Slice::left).sum();
    }

    /** Whether the instance has done anything in the slices that count. */
    boolean counts(long slice) {
        return !counting(slice).isEmpty();
    }

    private SortedMap<Long, Slice> counting(long slice) {
        return slices.subMap(slice - SLICES + 1, Long.MAX_VALUE);
    }

    /** This share with another state of it. */
    BudgetShare merge(BudgetShare other) {
        SortedMap<Long, Slice> all = new TreeMap<>(slices);
        other.slices.forEach((number, slice) -> all.merge(number, slice, Slice::later));
        return new BudgetShare(instance, all);
    }

    /** The share without the slices that no longer count at {@code slice}. */
    BudgetShare since(long slice) {
        return new BudgetShare(instance, counting(slice));
    }

    /** The share as text: {@code instance;slice:paid:retries;...}. */
    String text() {
        return instance
                + slices.entrySet().stream()
                        .map(entry ->
                                ";" + entry.getKey() + ':' + entry.getValue().paid() + ':'
                                        + entry.getValue().retries())
                        .collect(Collectors.joining());
    }

    /** The share that {@code text} is; empty if it is none. */
    static Optional<BudgetShare> read(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        String[] parts = text.split(";", -1);
        SortedMap<Long, Slice> slices = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] numbers = parts[i].split(":", PARTS);
            slices.put(Long.parseLong(numbers[0]), new Slice(Long.parseLong(numbers[1]), Long.parseLong(numbers[2])));
        }
        return Optional.of(new BudgetShare(parts[0], slices));
    }

    static BudgetShare of(String instance) {
        return new BudgetShare(instance, new TreeMap<>(Map.of()));
    }
}
