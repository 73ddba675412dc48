package dev.weir.gateway.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file of the API keys, which is read again and again: a key that is not in it any more is not accepted any more. A
 * file that cannot be read, or that has a line that breaks a rule, changes nothing, and is logged. What it has changed
 * to counts when two reads in a row find it: a file can be looked at while it is written. Safe for use by many threads.
 */
public final class KeyFile {

    private static final System.Logger LOG = System.getLogger(KeyFile.class.getName());
    private static final int LARGEST = 16 << 20;
    private static final long PAUSE_MILLIS = 60_000;
    private static final int SHOWN = 5;

    private final Path path;
    private final InstantSource clock;
    private volatile ApiKeys keys = ApiKeys.NONE;
    /** Of the content that was looked at last; used by one thread at a time, as all below. */
    private Optional<Digest> seen = Optional.empty();
    /** Of a content that was found once. */
    private Optional<Digest> fresh = Optional.empty();

    private long nextLogMillis = Long.MIN_VALUE;

    /** Nothing is read yet. */
    public KeyFile(Path path, InstantSource clock) {
        this.path = path;
        this.clock = clock;
    }

    /**
     * Reads a file for the first time: {@code problems} is told of what is wrong with it, the whole file in line 0.
     */
    public static ApiKeys check(Path path, ApiKeys.ProblemSink problems) {
        try {
            return ApiKeys.read(new String(content(path), StandardCharsets.UTF_8), problems);
        } catch (IOException e) {
            problems.add(0, "must be a file that can be read, of at most " + (LARGEST >> 20) + " MiB");
            return ApiKeys.NONE;
        }
    }

    private static byte[] content(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException("the file is too large");
            }
            return content;
        }
    }

    /** What it had when it was last read and sound. */
    public ApiKeys keys() {
        return keys;
    }

    /**
     * Reads it again. Compares the content: a file that is replaced can have the time and the size of the one before.
     *
     * @return whether the keys are others now
     */
    public synchronized boolean reread() {
        byte[] content;
        try {
            content = content(path);
        } catch (IOException e) {
            warnOncePerMinute("the API keys stay as they are: " + path + " cannot be read: " + e);
            return false;
        }
        Digest digest = Digest.of(content);
        if (seen.filter(digest::equals).isPresent()) {
            fresh = Optional.empty();
            return false;
        }
        if (seen.isPresent() && fresh.filter(digest::equals).isEmpty()) {
            fresh = Optional.of(digest);
            return false;
        }
        seen = Optional.of(digest);
        List<String> problems = new ArrayList<>();
        ApiKeys read = ApiKeys.read(
                new String(content, StandardCharsets.UTF_8),
                (line, rule) -> problems.add("line " + line + ": " + rule));
        if (!problems.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the API keys stay as they are: " + path + " has wrong lines (" + problems.size() + "): "
                            + String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size()))));
            return false;
        }
        keys = read;
        return true;
    }

    private void warnOncePerMinute(String message) {
        long now = clock.millis();
        if (now >= nextLogMillis) {
            nextLogMillis = now + PAUSE_MILLIS;
            LOG.log(System.Logger.Level.WARNING, message);
        }
    }
}
