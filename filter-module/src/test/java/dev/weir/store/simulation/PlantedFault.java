package dev.weir.store.simulation;

import dev.weir.store.simulation.Scenario.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fault to write into a copy of the code.
 *
 * @param file where, below {@code dev/weir}
 * @param right the code that is there
 * @param wrong what to write in its place
 * @param trouble what has to go wrong in a run that notices it; {@code NONE} for nothing
 */
record PlantedFault(String name, String file, String right, String wrong, String trouble) {

    private static final List<Path> SOURCES =
            List.of(Path.of("src/main/java/dev/weir"), Path.of("src/test/java/dev/weir"));
    private static final Path LIST = Path.of("src/test/resources/planted-faults.txt");

    /** All of them. */
    static List<PlantedFault> all() {
        try {
            return Arrays.stream(Files.readString(LIST).split("\n\n"))
                    .map(PlantedFault::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlantedFault read(String text) {
        List<String> right = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> head = new ArrayList<>();
        for (String line : text.strip().split("\n")) {
            List<String> lines = line.startsWith("- ") ? right : line.startsWith("+") ? wrong : head;
            lines.add(lines == head ? line : line.substring(1).strip());
        }
        return new PlantedFault(
                head.get(0), head.get(1), String.join("\n", right), String.join("\n", wrong), head.get(2));
    }

    Path path() {
        return SOURCES.stream()
                .map(each -> each.resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + ": no such file, was \"" + file + '"'));
    }

    /** The code with the fault; empty if there is no place for it. */
    Optional<String> plantedIn(String code) {
        String site = Arrays.stream(right.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+"));
        Matcher matcher = Pattern.compile(site).matcher(code);
        return matcher.find() ? Optional.of(matcher.replaceAll(Matcher.quoteReplacement(wrong))) : Optional.empty();
    }

    /** Whether the run of {@code seed} has what goes wrong. */
    boolean isTriedBy(long seed) {
        var troubles = Scenario.troubles(seed);
        return trouble.equals("NONE") ? troubles.isEmpty() : troubles.contains(Trouble.valueOf(trouble));
    }

    @Override
    public String toString() {
        return name;
    }
}
