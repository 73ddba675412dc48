package dev.weir.outbound.statistics.file;

import dev.weir.outbound.statistics.Outcome;
import dev.weir.outbound.statistics.ThrottleCounts;
import java.time.Duration;
import java.time.InstantSource;

/** A process that counts a call and writes it, as fast as it can, until it is killed or has made so many. */
final class WritingProcess {

    private WritingProcess() {}

    /** Takes the file, the format, its name, the bytes of a file and the number of calls. */
    public static void main(String[] args) {
        InstantSource clock = InstantSource.system();
        ThrottleCounts counts = new ThrottleCounts(clock);
        StatisticsSettings settings = new StatisticsSettings(
                args[0],
                StatisticsFormat.valueOf(args[1]),
                true,
                Duration.ofMillis(1),
                Long.parseLong(args[3]),
                Duration.ofDays(1),
                1_000_000);
        StatisticsWriter writer = new StatisticsWriter(counts, settings, args[2], clock);
        for (long calls = Long.parseLong(args[4]); calls > 0; calls--) {
            counts.waited("kis", 1_000);
            counts.called("kis", Outcome.Answer.SUCCESS, 1_000);
            writer.write();
        }
        // as if it were killed, but not while it writes
        Runtime.getRuntime().halt(0);
    }
}
