package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the console: all are served, and none has what its security policy forbids. */
class ConsoleSourcesTest {

    private static final Path DIRECTORY = Path.of("src/main/resources/dev/weir/admin/console");
    private static final String LIST = "files.txt";
    /** What the build puts beside them. */
    private static final Set<String> UNPACKED = Set.of("uplot.js", "uplot.css", "uplot-license.txt");

    private static final Pattern REFERENCE = Pattern.compile("(?:from \"\\./|src=\"|href=\")([^\"#]+)\"");

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LIST))
                    .sorted()
                    .toList();
        }
    }

    private static String text(String name) {
        try {
            return Files.readString(DIRECTORY.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void list_names_areThoseOfTheFiles() throws IOException {
        Set<String> all = new TreeSet<>(names());
        all.addAll(UNPACKED);
        assertThat(text(LIST).lines()).containsExactlyElementsOf(all);
    }

    @Test
    void build_unpacked_isAsLarge() throws IOException {
        for (String name : UNPACKED) {
            try (var stream = getClass().getResourceAsStream("console/" + name)) {
                assertThat(stream).as(name).isNotNull();
                assertThat(stream.readAllBytes()).as(name).hasSizeGreaterThan(1_000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void file_references_areListed(String name) {
        assertThat(REFERENCE
                        .matcher(text(name))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .collect(Collectors.toSet()))
                .isSubsetOf(text(LIST).lines().toList());
    }

    @ParameterizedTest
    @MethodSource("names")
    void file_content_isTextOfItsOwnOrigin(String name) {
        assertThat(text(name))
                .doesNotContainPattern(
                        "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function")
                .doesNotContainPattern("<script(?![^>]* src=)|<style|\\s(?:style|on[a-z]+)=\"")
                .doesNotContainPattern("url\\(|@import|https?://(?!www\\.w3\\.org/2000/svg)");
    }

    @ParameterizedTest
    @MethodSource("names")
    void file_length_readsAtOneSitting(String name) {
        assertThat(text(name).lines()).hasSizeLessThan(200);
    }
}
