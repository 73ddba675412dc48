package dev.weir.outbound.statistics.file;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of complete files: {@code throttle.20261130T204500Z.jsonl}, and
 * {@code throttle.20261130T204500Z-2.jsonl} if there was another in that second; compressed, with {@code .gz} behind
 * it. Immutable.
 *
 * @param stem {@code throttle}
 * @param extension {@code .jsonl}, or empty
 */
record FileNames(String stem, String extension) {

    static final String GZIP = ".gz";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    static FileNames of(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? new FileNames(name, "") : new FileNames(name.substring(0, dot), name.substring(dot));
    }

    /**
     * The name of a file that is complete now.
     *
     * @param latest the name of the last one that was complete before; empty without any. The new one is after it, also
     *     if the clock went back
     */
    String complete(Instant now, String latest) {
        String time = TIME.format(now);
        Matcher before = matcher(latest);
        if (!before.matches() || before.group(1).compareTo(time) < 0) {
            return stem + '.' + time + extension;
        }
        return stem + '.' + before.group(1) + '-' + (number(before) + 1) + extension;
    }

    /** Whether it is the name of a complete file. */
    boolean isComplete(String name) {
        return matcher(name).matches();
    }

    /** What orders complete files by their age. */
    String age(String name) {
        Matcher matcher = matcher(name);
        return matcher.matches() ? String.format("%s%10d", matcher.group(1), number(matcher)) : "";
    }

    private static int number(Matcher matcher) {
        return matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
    }

    private Matcher matcher(String name) {
        return Pattern.compile(Pattern.quote(stem) + "\\.(\\d{8}T\\d{6}Z)(?:-(\\d{1,9}))?" + Pattern.quote(extension)
                        + "(?:\\.gz)?")
                .matcher(name);
    }
}
