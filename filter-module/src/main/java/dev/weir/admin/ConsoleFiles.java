package dev.weir.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the console, which are read at the start: what a request names is looked up among them and opens
 * nothing. Immutable.
 */
final class ConsoleFiles {

    private static final String FOLDER = "console/";
    /** The names of the files, one a line: a jar cannot be asked for them everywhere. */
    private static final String LIST = FOLDER + "files.txt";

    private static final String INDEX = "index.html";
    private static final int TAG_BYTES = 12;
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml",
            "txt", "text/plain;charset=UTF-8");

    private final Map<String, Answer> files;

    private ConsoleFiles(Map<String, Answer> files) {
        this.files = Map.copyOf(files);
    }

    /** The files beside this class. */
    static ConsoleFiles ofThisJar() {
        Map<String, byte[]> contents = new HashMap<>();
        for (String name : names()) {
            contents.put(name, read(FOLDER + name).orElseThrow(() -> new IllegalStateException("no file " + name)));
        }
        return of(contents);
    }

    /** The files with these contents, by their names. */
    static ConsoleFiles of(Map<String, byte[]> contents) {
        Map<String, Answer> files = new HashMap<>();
        contents.forEach((name, content) -> files.put(
                name, new Answer(200, type(name), content, Map.of("Cache-Control", "no-cache", "ETag", tag(content)))));
        return new ConsoleFiles(files);
    }

    private static List<String> names() {
        return read(LIST).stream()
                .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream stream = ConsoleFiles.class.getResourceAsStream(name)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("a file of no known type, " + name);
        }
        return type;
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Returns the file of that name; empty if there is none.
     *
     * @param known the tags of what the client has, as it sent them
     */
    Optional<Answer> find(String name, Optional<String> known) {
        return Optional.ofNullable(files.get(name.isEmpty() ? INDEX : name))
                .map(file -> known.filter(tags -> isAmong(file.headers().getOrDefault("ETag", ""), tags))
                                .isPresent()
                        ? new Answer(304, "", new byte[0], file.headers())
                        : file);
    }

    private static boolean isAmong(String tag, String tags) {
        return Arrays.stream(tags.split(","))
                .map(String::strip)
                .map(each -> each.startsWith("W/") ? each.substring(2) : each)
                .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }
}
