package dev.weir.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Suggests the name that was probably meant where an unknown name was found. */
public final class Suggestion {

    /** The largest number of wrong letters in a suggestion; it also allows at most one in three letters to be wrong. */
    private static final int MOST_WRONG = 3;

    private Suggestion() {}

    /** {@code (did you mean "login"?)} for the end of a rule; empty if no known name is similar. */
    public static String of(String given, Collection<String> known) {
        return nearest(given, known).map(Suggestion::words).orElse("");
    }

    /**
     * The same for names of several parts. It also suggests a name with the same end: {@code ratelimit.store.timeout}
     * for {@code ratelimit.timeout}.
     */
    public static String ofName(String given, Collection<String> known) {
        Optional<String> similar = nearest(given, known);
        if (similar.isPresent()) {
            return words(similar.get());
        }
        String last = lastPart(given);
        List<String> sameEnd = known.stream()
                .filter(each -> nearest(last, List.of(lastPart(each))).isPresent())
                .toList();
        List<String> parts = parts(given);
        ToIntFunction<String> shared =
                each -> (int) parts(each).stream().filter(parts::contains).count();
        return sameEnd.stream()
                .min(Comparator.comparingInt(shared)
                        .reversed()
                        .thenComparingInt(each -> distance(given, each))
                        .thenComparing(Comparator.naturalOrder()))
                .map(Suggestion::words)
                .orElse("");
    }

    /** The name most similar to {@code given}; empty if none is similar. */
    public static Optional<String> nearest(String given, Collection<String> known) {
        int mostWrong = Math.min(MOST_WRONG, Math.max(1, given.length() / 3));
        String lower = given.toLowerCase(Locale.ROOT);
        ToIntFunction<String> wrong = each -> distance(lower, each.toLowerCase(Locale.ROOT));
        return known.stream()
                .filter(each -> wrong.applyAsInt(each) <= mostWrong)
                .min(Comparator.comparingInt(wrong).thenComparing(Comparator.naturalOrder()));
    }

    private static String words(String name) {
        return " (did you mean \"" + name + "\"?)";
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static List<String> parts(String name) {
        return List.of(name.split("\\."));
    }

    /**
     * The number of letters to add, remove, replace, or swap with their neighbour: the optimal string alignment
     * distance.
     */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, i, j, one, other);
            }
        }
        return steps[one.length()][other.length()];
    }

    private static int step(int[][] steps, int i, int j, String one, String other) {
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int least = Math.min(steps[i - 1][j - 1] + same, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
