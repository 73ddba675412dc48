package dev.weir.planted;

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
 * @param judge what has to notice it, in the words of the list that it is from
 * @param right the code that is there
 * @param wrong what to write in its place
 */
public record PlantedFault(String name, String file, String judge, String right, String wrong) {

    private static final List<Path> SOURCES =
            List.of(Path.of("src/main/java/dev/weir"), Path.of("src/test/java/dev/weir"));
    private static final Path LISTS = Path.of("src/test/resources");

    /** All faults of a list, which stands among the resources of the tests. */
    public static List<PlantedFault> all(String list) {
        try {
            return Arrays.stream(Files.readString(LISTS.resolve(list)).split("\n\n"))
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
                head.get(0), head.get(1), head.get(2), String.join("\n", right), String.join("\n", wrong));
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

    @Override
    public String toString() {
        return name;
    }
}
