package dev.weir.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The options after the name of a benchmark: {@code --threads 1,8 --both}. Immutable. */
public final class Options {

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Parses the arguments.
     *
     * @throws IllegalArgumentException if there is an option that is not {@code known}
     */
    public static Options parse(List<String> arguments, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String name = argument.startsWith("--") ? argument.substring(2) : argument;
            if (!argument.startsWith("--") || !known.contains(name)) {
                throw new IllegalArgumentException("options are " + known + ", was \"" + argument + '"');
            }
            boolean hasValue = i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--");
            values.put(name, hasValue ? arguments.get(++i) : "true");
        }
        return new Options(values);
    }

    /** Whether the option is set. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The text of an option. */
    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** The number of an option. */
    public int number(String name, int otherwise) {
        return Integer.parseInt(text(name, String.valueOf(otherwise)));
    }

    /** The texts of an option, separated by commas. */
    public List<String> texts(String name, String otherwise) {
        return Stream.of(text(name, otherwise).split(",")).map(String::strip).toList();
    }

    /** The numbers of an option, separated by commas. */
    public List<Integer> numbers(String name, String otherwise) {
        return texts(name, otherwise).stream().map(Integer::valueOf).toList();
    }
}
