package dev.weir.outbound.statistics.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The complete files beside the one that is written to: makes, compresses and deletes them. For use by one thread at a
 * time.
 *
 * @param live the file that is written to
 * @param gzip whether complete files are compressed
 * @param keep how many are kept
 */
record CompleteFiles(Path live, boolean gzip, int keep) {

    private static final String UNFINISHED = ".tmp";
    /** RFC 1952 section 2.3.1; no record begins so. */
    private static final int[] MAGIC = {0x1f, 0x8b};

    /** Gives the file that was written to a name of its own, then compresses and deletes. */
    void add(Instant now) throws IOException {
        List<Path> complete = list();
        String latest = complete.isEmpty() ? "" : name(complete.get(complete.size() - 1));
        Files.move(live, live.resolveSibling(FileNames.of(live).complete(now, latest)));
        tidy();
    }

    /** Compresses also what a process that was killed has left, and deletes the eldest. */
    void tidy() throws IOException {
        List<Path> complete = list();
        int surplus = Math.max(0, complete.size() - keep);
        for (Path eldest : complete.subList(0, surplus)) {
            Files.deleteIfExists(eldest);
        }
        for (Path kept : complete.subList(surplus, complete.size())) {
            if (gzip && !kept.toString().endsWith(FileNames.GZIP)) {
                compress(kept);
            }
        }
    }

    /** The complete files, the eldest first. */
    List<Path> list() throws IOException {
        FileNames names = FileNames.of(live);
        try (Stream<Path> files = Files.list(live.toAbsolutePath().getParent())) {
            return files.filter(file -> names.isComplete(name(file)))
                    .sorted(Comparator.comparing((Path file) -> names.age(name(file)))
                            .thenComparing(CompleteFiles::name))
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /**
     * Puts the compressed file into the place of the original, and then gives it its name: whenever the process is
     * killed, the records are there once.
     */
    private static void compress(Path file) throws IOException {
        Path compressed = file.resolveSibling(name(file) + FileNames.GZIP);
        if (!isCompressed(file)) {
            replace(file);
        }
        Files.move(file, compressed, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isCompressed(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == MAGIC[0] && in.read() == MAGIC[1];
        }
    }

    private static void replace(Path file) throws IOException {
        Path unfinished = file.resolveSibling(name(file) + FileNames.GZIP + UNFINISHED);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
            Files.copy(file, out);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
