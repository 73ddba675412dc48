package dev.weir.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Converts a {@link State} to the text form that the grid holds, and back.
 *
 * <pre>
 * 1|42|1763690000000|0|s3600000,15680577,3,2,1;s60000,940834666,1
 * </pre>
 *
 * Schema version, state version, mark, end of the block, then per limit the algorithm's letter, the window and the
 * counter's numbers. Equal states have equal texts, so a compare-and-swap can compare the texts.
 */
public final class StateCodec {

    private static final String SCHEMA = "1";
    private static final String NO_COUNTERS = "-";

    private StateCodec() {}

    /** The text form of {@code state}. */
    public static String encode(State state) {
        StringBuilder text = new StringBuilder(64)
                .append(SCHEMA)
                .append('|')
                .append(state.version())
                .append('|')
                .append(state.mark())
                .append('|')
                .append(state.block().untilMillis())
                .append('|');
        if (state.counters().isEmpty()) {
            return text.append(NO_COUNTERS).toString();
        }
        String separator = "";
        for (Counter counter : state.counters()) {
            text.append(separator).append(counter.algorithm().tag()).append(counter.windowMillis());
            for (long number : counter.numbers()) {
                text.append(',').append(number);
            }
            separator = ";";
        }
        return text.toString();
    }

    /** The state that {@code text} encodes; empty if another schema or other software wrote it. */
    public static Optional<State> decode(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != 5 || !parts[0].equals(SCHEMA)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new State(
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Block.until(Long.parseLong(parts[3])),
                    counters(parts[4])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Counter> counters(String text) {
        List<Counter> counters = new ArrayList<>();
        if (text.equals(NO_COUNTERS)) {
            return counters;
        }
        for (String part : text.split(";", -1)) {
            if (part.isEmpty()) {
                throw new IllegalArgumentException("expected a counter");
            }
            String[] numbers = part.substring(1).split(",", -1);
            long[] values = new long[numbers.length - 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = Long.parseLong(numbers[i + 1]);
            }
            long windowMillis = Long.parseLong(numbers[0]);
            if (windowMillis <= 0) {
                throw new IllegalArgumentException("expected a window");
            }
            counters.add(Algorithm.tagged(part.charAt(0)).read(windowMillis, values));
        }
        return counters;
    }
}
