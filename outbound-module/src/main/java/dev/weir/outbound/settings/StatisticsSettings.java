package dev.weir.outbound.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the properties {@code ratelimit.throttle.statistics.*} say. Immutable.
 *
 * @param file the file that statistics are written to; empty: they are not
 * @param format its form
 * @param gzip whether it is compressed
 * @param interval how often something is written, above zero
 * @param rotateSize the size in bytes from which on another file is begun
 * @param rotateEvery the time after which another file is begun
 * @param keep how many earlier files are kept, 0 or more
 */
public record StatisticsSettings(
        Optional<Path> file,
        Format format,
        boolean gzip,
        Duration interval,
        long rotateSize,
        Duration rotateEvery,
        int keep) {

    /** The form of the file. */
    public enum Format {
        /** One JSON array. */
        JSON,
        /** One JSON object in each line. */
        JSONL,
        /** Values separated by commas, RFC 4180. */
        CSV
    }
}
