package dev.weir.monitor.usage;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sum of what two instances, or two runs of one, have recorded of the same policy on the same day. */
final class UsageSum {

    private UsageSum() {}

    static UsageReport.OfPolicy of(UsageReport.OfPolicy one, UsageReport.OfPolicy other) {
        Map<Integer, UsageReport.Hour> hours = new TreeMap<>();
        Stream.concat(one.hours().stream(), other.hours().stream())
                .forEach(each -> hours.merge(each.hour(), each, PolicyDay::sum));
        return new UsageReport.OfPolicy(
                one.policy(),
                List.copyOf(hours.values()),
                largest(
                        one.top(),
                        other.top(),
                        UsageReport.KeyCount::key,
                        (a, b) -> new UsageReport.KeyCount(a.key(), a.count() + b.count()),
                        Comparator.comparingLong(UsageReport.KeyCount::count)),
                largest(
                        one.near(),
                        other.near(),
                        UsageReport.NearKey::key,
                        (a, b) -> a.percent() > b.percent() ? a : b,
                        Comparator.comparingInt(UsageReport.NearKey::percent)),
                Stream.concat(one.blocks().stream(), other.blocks().stream())
                        .sorted(Comparator.comparing(UsageReport.NewBlock::time).reversed())
                        .limit(PolicyDay.MOST)
                        .toList(),
                largest(
                        one.levels(),
                        other.levels(),
                        UsageReport.KeyLevel::key,
                        (a, b) -> a.level() > b.level() ? a : b,
                        Comparator.comparingInt(UsageReport.KeyLevel::level)));
    }

    private static <T> List<T> largest(
            List<T> one, List<T> other, Function<T, String> key, BinaryOperator<T> sum, Comparator<T> order) {
        Map<String, T> byKey = Stream.concat(one.stream(), other.stream())
                .collect(Collectors.toMap(key, each -> each, sum, TreeMap::new));
        return byKey.values().stream()
                .sorted(order.reversed().thenComparing(key))
                .limit(PolicyDay.MOST)
                .toList();
    }
}
