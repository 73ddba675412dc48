package dev.weir.benchmark.login;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The test of Mann and Whitney: whether the values of one sample tend to be larger than those of another. */
final class RankTest {

    private record Value(long number, boolean isFirst) {}

    private RankTest() {}

    /**
     * How many standard deviations the ranks of {@code first} are above those of samples of one distribution, by the
     * normal approximation; between -2 and 2 in 95 of 100 cases.
     */
    static double z(List<Long> first, List<Long> second) {
        List<Value> all = new ArrayList<>();
        first.forEach(number -> all.add(new Value(number, true)));
        second.forEach(number -> all.add(new Value(number, false)));
        all.sort(Comparator.comparingLong(Value::number));
        double ranks = 0;
        double ties = 0;
        for (int from = 0; from < all.size(); ) {
            int to = from;
            while (to < all.size() && all.get(to).number == all.get(from).number) {
                to++;
            }
            double same = to - from;
            ties += same * same * same - same;
            long ofFirst = all.subList(from, to).stream().filter(Value::isFirst).count();
            // the mean of the ranks from + 1 to to
            ranks += ofFirst * (from + 1 + to) / 2.0;
            from = to;
        }
        double one = first.size();
        double other = second.size();
        double both = one + other;
        double mean = one * (both + 1) / 2;
        double variance = one * other / 12 * (both + 1 - ties / (both * (both - 1)));
        return variance <= 0 ? 0 : (ranks - mean) / Math.sqrt(variance);
    }
}
