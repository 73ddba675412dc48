package dev.weir.outbound.statistics.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.statistics.Outcome;
import dev.weir.outbound.statistics.TestClock;
import dev.weir.outbound.statistics.ThrottleCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotationTest {

    private static final int THREADS = 4;
    private static final int CALLS = 20_000;

    @TempDir
    private Path directory = Path.of("");

    private final TestClock clock = new TestClock();
    private final ThrottleCounts counts = new ThrottleCounts(clock);

    private Path live() {
        return directory.resolve("throttle.log");
    }

    private StatisticsWriter writer(StatisticsFormat format, boolean gzip, long bytes, Duration every, int keep) {
        StatisticsSettings settings =
                new StatisticsSettings(live().toString(), format, gzip, Duration.ofMillis(1), bytes, every, keep);
        return new StatisticsWriter(counts, settings, "i", clock);
    }

    private void call() {
        counts.waited("kis", 1_000);
        counts.called("kis", Outcome.Answer.SUCCESS, 1_000);
    }

    private List<Path> complete() throws IOException {
        return new CompleteFiles(live(), false, 0).list();
    }

    @ParameterizedTest
    @EnumSource
    void start_underLoadWithSmallFilesAndGzip_losesNoCall(StatisticsFormat format) throws Exception {
        try (StatisticsWriter writer = writer(format, true, 600, Duration.ofDays(1), 1_000_000)) {
            writer.start(Thread::new);
            CountDownLatch ready = new CountDownLatch(THREADS);
            ExecutorService executor = Executors.newFixedThreadPool(THREADS);
            for (int i = 0; i < THREADS; i++) {
                executor.execute(() -> {
                    ready.countDown();
                    for (int call = 0; call < CALLS; call++) {
                        call();
                    }
                });
            }
            executor.shutdown();
            while (!executor.awaitTermination(1, TimeUnit.MILLISECONDS)) {
                writer.write();
            }
            for (int more = 0; more < 10; more++) {
                call();
                writer.write();
            }
        }
        List<Path> complete = complete();
        assertThat(complete)
                .hasSizeGreaterThan(2)
                .allMatch(file -> file.toString().endsWith(".gz"));
        List<Map<String, String>> records = Written.readAll(live(), format);
        assertThat(Written.sum(records, "calls")).isEqualTo(THREADS * CALLS + 10);
        assertThat(Written.sumPerSecond(records)).isEqualTo(THREADS * CALLS + 10);
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void write_toAFileThatIsADayOld_beginsANewOne() throws IOException {
        try (StatisticsWriter writer = writer(StatisticsFormat.JSONL, false, 1 << 20, Duration.ofDays(1), 14)) {
            call();
            writer.write();
            clock.move(Duration.ofDays(1).minusMillis(1));
            call();
            writer.write();
            assertThat(complete()).isEmpty();
        }
        clock.move(Duration.ofMillis(1));
        try (StatisticsWriter restarted = writer(StatisticsFormat.JSONL, false, 1 << 20, Duration.ofDays(1), 14)) {
            call();
            restarted.write();
        }
        assertThat(complete()).containsExactly(directory.resolve("throttle.20261201T120000Z.log"));
        assertThat(Written.read(complete().get(0), StatisticsFormat.JSONL)).hasSize(2);
        assertThat(Written.read(live(), StatisticsFormat.JSONL)).hasSize(1);
    }

    @Test
    void write_ofMoreFilesThanAreKept_deletesTheEldestAndNothingElse() throws IOException {
        Path other = directory.resolve("throttle-2.20200101T000000Z.log");
        Files.writeString(other, "of another instance");
        try (StatisticsWriter writer = writer(StatisticsFormat.JSONL, true, 1, Duration.ofDays(1), 3)) {
            for (int i = 0; i < 15; i++) {
                call();
                writer.write();
            }
        }
        assertThat(complete().stream().map(file -> String.valueOf(file.getFileName())))
                .containsExactly(
                        "throttle.20261130T120000Z-12.log.gz",
                        "throttle.20261130T120000Z-13.log.gz",
                        "throttle.20261130T120000Z-14.log.gz");
        assertThat(other).exists();
        assertThat(Written.sum(Written.readAll(live(), StatisticsFormat.JSONL), "calls"))
                .isEqualTo(4);
    }

    @Test
    void tidy_afterAProcessThatWasKilledWhileItCompressed_compressesAgain() throws IOException {
        Path left = directory.resolve("throttle.20261130T110000Z.log");
        Files.writeString(left, "{}\n");
        Files.writeString(directory.resolve("throttle.20261130T110000Z.log.gz.tmp"), "half");
        new CompleteFiles(live(), true, 3).tidy();
        assertThat(left).doesNotExist();
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
        assertThat(Written.text(directory.resolve("throttle.20261130T110000Z.log.gz")))
                .isEqualTo("{}\n");
    }

    @Test
    void write_firstAfterAProcessThatWasKilledBeforeItRenamed_renames() throws IOException {
        try (StatisticsWriter killed = writer(StatisticsFormat.JSONL, true, 1, Duration.ofDays(1), 3)) {
            call();
            killed.write();
            call();
            killed.write();
        }
        Path compressed = complete().get(0);
        Path original = directory.resolve("throttle.20261130T120000Z.log");
        Files.move(compressed, original);
        try (StatisticsWriter restarted = writer(StatisticsFormat.JSONL, true, 1 << 20, Duration.ofDays(1), 3)) {
            call();
            restarted.write();
        }
        assertThat(complete()).containsExactly(compressed);
        // each writer begins with all that was counted
        assertThat(Written.sum(Written.readAll(live(), StatisticsFormat.JSONL), "calls"))
                .isEqualTo(1 + 1 + 3);
    }

    @Test
    void write_toAFileOfAnotherVersion_beginsANewOne() throws IOException {
        try (StatisticsWriter writer = writer(StatisticsFormat.CSV, false, 1 << 20, Duration.ofDays(1), 3)) {
            call();
        }
        Files.writeString(live(), Files.readString(live()).replace(",started,", ",begun,"));
        call();
        try (StatisticsWriter writer = writer(StatisticsFormat.CSV, false, 1 << 20, Duration.ofDays(1), 3)) {
            call();
        }
        assertThat(complete()).hasSize(1);
        assertThat(Written.text(complete().get(0))).contains(",begun,");
        assertThat(Written.read(live(), StatisticsFormat.CSV)).hasSize(1);
    }
}
