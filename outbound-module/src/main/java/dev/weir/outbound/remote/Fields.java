package dev.weir.outbound.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The header fields of an answer, whose names are compared without regard to case. Immutable. */
public final class Fields {

    /** No fields. */
    public static final Fields NONE = new Fields(Map.of());

    /** Enough for every value that is looked at; the other side can send more. */
    private static final int LONGEST_VALUE = 4_096;

    private static final int MOST_VALUES = 16;

    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Fields(Map<String, List<String>> fields) {
        fields.forEach((name, lines) -> values.merge(name, lines, Fields::both));
    }

    private static List<String> both(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /** The fields of an answer: the values of each, a line each. The map must not change afterwards. */
    public static Fields of(Map<String, List<String>> fields) {
        return new Fields(fields);
    }

    /**
     * The first values of a field, in their order, stripped. Values that are too long to mean anything are left out.
     */
    public List<String> values(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .limit(MOST_VALUES)
                .filter(value -> value.length() <= LONGEST_VALUE)
                .map(String::strip)
                .toList();
    }

    /** The value of a field that has exactly one. */
    public Optional<String> only(String name) {
        List<String> all = values(name);
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }
}
