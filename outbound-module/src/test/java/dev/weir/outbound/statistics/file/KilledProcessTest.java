package dev.weir.outbound.statistics.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.outbound.statistics.Outcome;
import dev.weir.outbound.statistics.ThrottleCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KilledProcessTest {

    private static final Duration START = Duration.ofSeconds(30);

    @TempDir
    private Path directory = Path.of("");

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
    }

    private Path live() {
        return directory.resolve("throttle.log");
    }

    private Process start(StatisticsFormat format, String instance) throws IOException {
        return start(instance, command(format, instance, 20_000, Long.MAX_VALUE));
    }

    private List<String> command(StatisticsFormat format, String instance, long bytes, long calls) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                WritingProcess.class.getName(),
                live().toString(),
                format.name(),
                instance,
                String.valueOf(bytes),
                String.valueOf(calls));
    }

    private Process start(String instance, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(instance + ".out").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private void awaitCompleteFiles(int number) {
        Awaitility.await()
                .atMost(START)
                .until(() -> new CompleteFiles(live(), false, 0).list().size() >= number);
    }

    @ParameterizedTest
    @EnumSource
    void killed_whileItWrites_leavesWholeRecordsAndARestartGoesOn(StatisticsFormat format) throws IOException {
        Process killed = start(format, "killed");
        awaitCompleteFiles(2);
        killed.destroyForcibly().onExit().join();
        assertThat(directory.resolve("killed.out")).isEmptyFile();

        ThrottleCounts counts = new ThrottleCounts(InstantSource.system());
        StatisticsSettings settings = new StatisticsSettings(
                live().toString(), format, true, Duration.ofSeconds(10), 1 << 20, Duration.ofDays(1), 1_000_000);
        try (StatisticsWriter restarted = new StatisticsWriter(counts, settings, "restarted", InstantSource.system())) {
            counts.waited("kis", 1_000);
            counts.called("kis", Outcome.Answer.SUCCESS, 1_000);
            restarted.write();
        }

        List<Map<String, String>> records = Written.readAll(live(), format);
        assertThat(records.get(records.size() - 1)).containsEntry("instance", "restarted");
        // each interval begins where the one before ended: none is missing, none is there twice
        for (int i = 1; i < records.size() - 1; i++) {
            assertThat(records.get(i)).containsEntry("from", records.get(i - 1).get("to"));
        }
        assertThat(Files.exists(directory.resolve("throttle-2.log"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = "JSONL")
    void start_ofTwoProcessesWithOneFile_writesTwo(StatisticsFormat format) throws IOException {
        Process first = start(format, "first");
        awaitCompleteFiles(1);
        Process second = start(format, "second");
        Path other = directory.resolve("throttle-2.log");
        Awaitility.await().atMost(START).until(() -> other.toFile().length() > 2_000);
        first.destroyForcibly().onExit().join();
        second.destroyForcibly().onExit().join();
        assertThat(first.exitValue()).isEqualTo(second.exitValue());
        assertThat(lines(live())).isNotEmpty().allMatch(line -> line.contains("\"first\""));
        assertThat(lines(other)).isNotEmpty().allMatch(line -> line.contains("\"second\""));
    }

    /** A lock of POSIX ends when its process closes any channel of the file. */
    @Test
    void start_besideTwoInstancesOfAnotherProcess_writesAThird() throws IOException {
        try (FileClaim first = FileClaim.of(live());
                FileClaim second = FileClaim.of(live())) {
            assertThat(second.file()).isEqualTo(directory.resolve("throttle-2.log"));
            start(StatisticsFormat.JSONL, "third");
            Path third = directory.resolve("throttle-3.log");
            Awaitility.await()
                    .atMost(START)
                    .until(() -> Files.exists(third) || Files.exists(live()) || Files.exists(second.file()));
            assertThat(first.file()).doesNotExist();
            assertThat(third).exists();
        }
        try (FileClaim again = FileClaim.of(live())) {
            assertThat(again.file()).isEqualTo(live());
        }
    }

    /** The operating system lets a file have 48 KiB: the last record is begun, and cannot be ended. */
    @ParameterizedTest
    @EnumSource
    void write_beyondTheSpaceThatThereIs_leavesWholeRecordsAlone(StatisticsFormat format) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "a shell with ulimit -f");
        List<String> limited = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 48; exec \"$@\"", "bash"));
        limited.addAll(command(format, "limited", 1 << 30, 500));
        Process process = start("limited", limited);
        assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(directory.resolve("limited.out")).content().contains("File too large");
        assertThat(Files.size(live())).isBetween(40_000L, 48L << 10);
        List<Map<String, String>> records = Written.read(live(), format);
        assertThat(records).allMatch(record -> "1".equals(record.get("calls"))).hasSizeBetween(40, 499);
    }

    /**
     * Those of the file and of all complete ones beside it but the last, which can be torn. A process that is killed
     * between two files leaves none that is written.
     */
    private static List<String> lines(Path live) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : new CompleteFiles(live, false, 0).list()) {
            text.append(Written.text(file));
        }
        if (Files.exists(live)) {
            text.append(Written.text(live));
        }
        return text.substring(0, text.lastIndexOf("\n")).lines().toList();
    }
}
