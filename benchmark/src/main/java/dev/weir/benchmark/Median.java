package dev.weir.benchmark;

import java.util.List;

/** The median of values measured in several rounds. */
public final class Median {

    private Median() {}

    /** Returns the median of {@code figures}; the mean of the two in the middle if their number is even. */
    public static double of(List<Double> figures) {
        if (figures.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
