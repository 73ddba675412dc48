package dev.weir.outbound.statistics.file;

import java.time.Duration;

/**
 * Where and how statistics are written: {@code ratelimit.throttle.statistics.*}. Immutable.
 *
 * @param file path of the file; {@code {instance}} in it stands for the name of the instance. A file that another
 *     instance writes to is left to it: the second one writes to {@code name-2.ext}, and so on
 * @param format what a file looks like
 * @param gzip whether files that are complete are compressed; the one that is written to is not, so that it can be read
 * @param interval how often records are appended; what is lost at most when the process is killed
 * @param rotateBytes a file that would grow beyond it is complete
 * @param rotateEvery a file whose first record is so old is complete
 * @param keep how many complete files are kept
 */
public record StatisticsSettings(
        String file,
        StatisticsFormat format,
        boolean gzip,
        Duration interval,
        long rotateBytes,
        Duration rotateEvery,
        int keep) {}
