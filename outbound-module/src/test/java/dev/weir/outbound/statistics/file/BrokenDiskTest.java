package dev.weir.outbound.statistics.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.outbound.statistics.Outcome;
import dev.weir.outbound.statistics.TestClock;
import dev.weir.outbound.statistics.ThrottleCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenDiskTest {

    /** A device of Linux: each write to it fails with "no space left on device". */
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path directory = Path.of("");

    private final TestClock clock = new TestClock();
    private final ThrottleCounts counts = new ThrottleCounts(clock);
    private final CaughtLog log = new CaughtLog(StatisticsWriter.class);

    @AfterEach
    void closeLog() {
        log.close();
    }

    private void call() {
        counts.waited("kis", 1_000);
        counts.called("kis", Outcome.Answer.SUCCESS, 1_000);
    }

    /** Twelve intervals of ten seconds. */
    private void writeForTwoMinutes(StatisticsWriter writer) {
        for (int i = 0; i < 12; i++) {
            call();
            writer.write();
            clock.move(Duration.ofSeconds(10));
        }
    }

    @Test
    void write_toAFullDisk_logsOnceAMinuteAndWritesAllWhenThereIsSpace() throws IOException {
        assumeTrue(Files.exists(FULL), "a device of Linux");
        Path file = directory.resolve("throttle.jsonl");
        Files.createSymbolicLink(file, FULL);
        try (StatisticsWriter writer = new StatisticsWriter(counts, Written.settings(file), "i", clock)) {
            writeForTwoMinutes(writer);
            assertThat(log.warnings()).hasSize(2);
            assertThat(log.warnings().get(0).getThrown()).hasMessageContaining("No space left on device");
            assertThat(log.warnings().get(1).getMessage()).contains("7 times so far");
            Files.delete(file);
            call();
            writer.write();
        }
        assertAllWritten(file);
    }

    @Test
    void write_toADirectoryThatCannotBeMade_logsOnceAMinuteAndWritesAllWhenItCan() throws IOException {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where a directory should be");
        Path file = blocked.resolve("throttle.jsonl");
        try (StatisticsWriter writer = new StatisticsWriter(counts, Written.settings(file), "i", clock)) {
            writeForTwoMinutes(writer);
            assertThat(log.warnings()).hasSize(2);
            assertThat(log.warnings().get(0).getMessage()).contains(file.toString());
            Files.delete(blocked);
            call();
            writer.write();
        }
        assertAllWritten(file);
    }

    /** One record, of the whole time. */
    private void assertAllWritten(Path file) throws IOException {
        List<Map<String, String>> records = Written.read(file, StatisticsFormat.JSONL);
        assertThat(records).hasSize(1);
        assertThat(records.get(0))
                .containsEntry("calls", "13")
                .containsEntry("from", "2026-11-30T12:00:00Z")
                .containsEntry("to", "2026-11-30T12:02:00Z");
        assertThat(Written.sumPerSecond(records)).isEqualTo(13);
    }

    @Test
    void write_toAFileOfSomethingElse_logsAndLeavesIt() throws IOException {
        Path file = directory.resolve("throttle.jsonl");
        Files.writeString(file, "my diary");
        try (StatisticsWriter writer = new StatisticsWriter(counts, Written.settings(file), "i", clock)) {
            call();
            writer.write();
        }
        assertThat(log.warnings()).hasSize(1);
        assertThat(file).content().isEqualTo("my diary");
    }

    @Test
    void write_whileFilesCannotBeRotated_goesOnInTheSameFile() throws IOException {
        Path file = directory.resolve("throttle.jsonl");
        StatisticsSettings small = new StatisticsSettings(
                file.toString(), StatisticsFormat.JSONL, true, Duration.ofSeconds(10), 1, Duration.ofDays(1), 0);
        // what the compressed file should be called is a directory with something in it
        Path inTheWay = directory.resolve("throttle.20261130T120000Z.jsonl.gz.tmp");
        Files.createDirectories(inTheWay.resolve("x"));
        try (StatisticsWriter writer = new StatisticsWriter(
                counts,
                new StatisticsSettings(
                        small.file(), small.format(), true, small.interval(), 1, small.rotateEvery(), 14),
                "i",
                clock)) {
            call();
            writer.write();
            call();
            writer.write();
            assertThat(Written.read(file, StatisticsFormat.JSONL)).hasSize(1);
        }
        assertThat(log.warnings()).hasSize(1);
        assertThat(Written.sum(Written.readAll(file, StatisticsFormat.JSONL), "calls"))
                .isEqualTo(2);
    }
}
