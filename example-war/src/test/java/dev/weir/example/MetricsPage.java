package dev.weir.example;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code /metrics} of an instance says. Immutable. */
record MetricsPage(String text) {

    private static final Pattern NAME = Pattern.compile("ratelimit_\\w+");

    static MetricsPage of(PayaraInstance instance) {
        var reply = Visitor.at("127.0.0.1").get(instance, "metrics");
        if (reply.status() != 200) {
            throw new IllegalStateException("/metrics answers " + reply.status());
        }
        return new MetricsPage(reply.body());
    }

    /** The lines about Weir, comments too. */
    List<String> ours() {
        return Arrays.stream(text.split("\n"))
                .filter(line -> line.contains("ratelimit_"))
                .toList();
    }

    /** The series of Weir, without their values. */
    List<String> series() {
        return ours().stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    Set<String> names() {
        return series().stream()
                .map(NAME::matcher)
                .peek(found -> found.find())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The sum of all series of {@code name} that have all {@code labels}, such as {@code policy="api"}. */
    double sum(String name, String... labels) {
        return ours().stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
