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
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatisticsWriterTest {

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir
    private Path directory = Path.of("");

    private final TestClock clock = new TestClock();
    private final ThrottleCounts counts = new ThrottleCounts(clock);

    private Path file() {
        return directory.resolve("throttle.dat");
    }

    private StatisticsWriter writer(StatisticsFormat format) {
        return writer(format, "instance-1");
    }

    private StatisticsWriter writer(StatisticsFormat format, String instance) {
        return new StatisticsWriter(counts, settings(format), instance, clock);
    }

    private void calls(int number, Outcome.Sent outcome) {
        for (int i = 0; i < number; i++) {
            counts.waited("kis", MILLISECOND);
            counts.called("kis", outcome, 10 * MILLISECOND);
            counts.ended("kis", outcome);
        }
    }

    @ParameterizedTest
    @EnumSource
    void write_ofTwoIntervals_isReadBackAsWhatWasDoneInEach(StatisticsFormat format) throws IOException {
        try (StatisticsWriter writer = writer(format)) {
            calls(19, Outcome.Answer.SUCCESS);
            clock.move(Duration.ofSeconds(1));
            calls(2, Outcome.Failed.status(502));
            counts.retried("kis");
            counts.backedOff("kis", Duration.ofMillis(250));
            counts.batch("kis", 21, 2);
            counts.queue("kis", () -> 4);
            clock.move(Duration.ofSeconds(9));
            writer.write();
            counts.queue("kis", () -> 0);
            calls(1, Outcome.Answer.LIMITED);
            clock.move(Duration.ofSeconds(10));
            writer.write();
            List<Map<String, String>> records = Written.read(file(), format);
            assertThat(records).hasSize(2);
            assertThat(records.get(0))
                    .containsEntry("from", "2026-11-30T12:00:00Z")
                    .containsEntry("to", "2026-11-30T12:00:10Z")
                    .containsEntry("instance", "instance-1")
                    .containsEntry("policy", "kis")
                    .containsEntry("calls", "21")
                    .containsEntry("started", "21")
                    .containsEntry("success", "19")
                    .containsEntry("succeeded", "19")
                    .containsEntry("failed", "2")
                    .containsEntry("limited", "0")
                    .containsEntry("retries", "1")
                    .containsEntry("backOffs", "1")
                    .containsEntry("backOffMillis", "250")
                    .containsEntry("batches", "1")
                    .containsEntry("batchTasks", "21")
                    .containsEntry("batchFailures", "2")
                    .containsEntry("errors", "status:502=2")
                    .containsEntry("failures", "status:502=2")
                    .containsEntry("queued", "4")
                    .containsEntry("firstSecond", "2026-11-30T12:00:00Z")
                    .containsEntry("perSecond", "19 2");
            assertThat(Double.parseDouble(records.get(0).getOrDefault("waitP99Millis", "")))
                    .isBetween(0.97, 1.04);
            assertThat(Double.parseDouble(records.get(0).getOrDefault("callP50Millis", "")))
                    .isBetween(9.7, 10.4);
            assertThat(records.get(1))
                    .containsEntry("from", "2026-11-30T12:00:10Z")
                    .containsEntry("calls", "1")
                    .containsEntry("limited", "1")
                    .containsEntry("errors", "")
                    .containsEntry("perSecond", "1");
        }
        assertThat(Written.read(file(), format))
                .as("nothing since the last interval")
                .hasSize(2);
    }

    @Test
    void write_whileNothingHappens_makesNoFile() {
        try (StatisticsWriter writer = writer(StatisticsFormat.JSONL)) {
            counts.queue("kis", () -> 0);
            writer.write();
        }
        assertThat(file()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void close_afterCallsOfAnIntervalThatHasNotEnded_writesThem(StatisticsFormat format) throws IOException {
        try (StatisticsWriter writer = writer(format)) {
            calls(5, Outcome.Answer.SUCCESS);
        }
        assertThat(Written.sum(Written.read(file(), format), "calls")).isEqualTo(5);
    }

    @Test
    void close_byAThreadThatIsInterrupted_writesAndKeepsTheInterrupt() throws IOException {
        StatisticsWriter writer = writer(StatisticsFormat.JSONL);
        calls(5, Outcome.Answer.SUCCESS);
        Thread.currentThread().interrupt();
        writer.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Written.sum(Written.read(file(), StatisticsFormat.JSONL), "calls"))
                .isEqualTo(5);
    }

    @Test
    void write_afterClose_writesNothing() throws IOException {
        StatisticsWriter writer = writer(StatisticsFormat.JSONL);
        calls(1, Outcome.Answer.SUCCESS);
        writer.close();
        calls(1, Outcome.Answer.SUCCESS);
        writer.write();
        writer.close();
        assertThat(Written.sum(Written.read(file(), StatisticsFormat.JSONL), "calls"))
                .isOne();
    }

    @ParameterizedTest
    @EnumSource
    void write_afterARestart_appends(StatisticsFormat format) throws IOException {
        for (int restart = 1; restart <= 3; restart++) {
            try (StatisticsWriter writer =
                    new StatisticsWriter(new ThrottleCounts(clock), settings(format), "instance-1", clock)) {
                writer.write();
            }
            try (StatisticsWriter writer = writer(format)) {
                calls(restart, Outcome.Answer.SUCCESS);
                writer.write();
            }
        }
        // each writer begins with all that was counted
        assertThat(Written.read(file(), format).stream().map(record -> record.get("calls")))
                .containsExactly("1", "3", "6");
    }

    private StatisticsSettings settings(StatisticsFormat format) {
        return new StatisticsSettings(
                file().toString(), format, false, Duration.ofSeconds(10), 1 << 20, Duration.ofDays(1), 3);
    }

    @Test
    void write_ofTwoInstancesWithOneFile_goesToTwoFiles() throws IOException {
        try (StatisticsWriter first = writer(StatisticsFormat.JSONL);
                StatisticsWriter second = writer(StatisticsFormat.JSONL, "instance-2")) {
            calls(1, Outcome.Answer.SUCCESS);
            first.write();
            second.write();
            calls(1, Outcome.Answer.SUCCESS);
            second.write();
            first.write();
        }
        Path other = directory.resolve("throttle-2.dat");
        assertThat(Written.read(file(), StatisticsFormat.JSONL))
                .hasSize(2)
                .allMatch(record -> "instance-1".equals(record.get("instance")));
        assertThat(Written.read(other, StatisticsFormat.JSONL))
                .hasSize(2)
                .allMatch(record -> "instance-2".equals(record.get("instance")));
    }

    @Test
    void write_ofAnInstanceInTheNameOfTheFile_goesToAFileOfThatName() {
        StatisticsSettings named = Written.settings(directory.resolve("t-{instance}.jsonl"));
        try (StatisticsWriter writer = new StatisticsWriter(counts, named, "../a b", clock)) {
            calls(1, Outcome.Answer.SUCCESS);
            writer.write();
        }
        assertThat(directory.resolve("t-.._a_b.jsonl")).isRegularFile();
    }

    @ParameterizedTest
    @EnumSource
    void write_ofAnInstanceWithAHostileName_isReadBack(StatisticsFormat format) throws IOException {
        String hostile = "=cmd|'/c calc'!A1,\"\r\n\u2028\u00e9";
        try (StatisticsWriter writer = writer(format, hostile)) {
            calls(1, Outcome.Answer.SUCCESS);
            writer.write();
            calls(1, Outcome.Answer.SUCCESS);
        }
        List<Map<String, String>> records = Written.read(file(), format);
        String expected = format == StatisticsFormat.CSV ? "'=cmd|'/c calc'!A1,\"   \u00e9" : hostile;
        assertThat(records).hasSize(2).allMatch(record -> expected.equals(record.get("instance")));
    }

    @Test
    void write_ofNamesThatASpreadsheetWouldRun_beginsThemWithAnApostrophe() throws IOException {
        for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1")) {
            try (StatisticsWriter writer = writer(StatisticsFormat.CSV, formula)) {
                calls(1, Outcome.Answer.SUCCESS);
            }
        }
        assertThat(Written.read(file(), StatisticsFormat.CSV).stream().map(record -> record.get("instance")))
                .containsExactly("'=1+1", "'+1", "'-1", "'@SUM(A1)", "' =1");
    }

    @Test
    void start_withAShortInterval_writesWithoutBeingAsked() {
        StatisticsSettings often = new StatisticsSettings(
                file().toString(), StatisticsFormat.JSONL, false, Duration.ofMillis(5), 1 << 20, Duration.ofDays(1), 3);
        Thread[] made = new Thread[1];
        try (StatisticsWriter writer = new StatisticsWriter(counts, often, "i", clock)) {
            writer.start(task -> made[0] = new Thread(task));
            calls(3, Outcome.Answer.SUCCESS);
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> Written.sum(Written.read(file(), StatisticsFormat.JSONL), "calls") == 3);
        }
        Awaitility.await().until(() -> !made[0].isAlive());
    }

    @Test
    void start_anErrorOnce_writesAllInALaterInterval() {
        StatisticsSettings often = new StatisticsSettings(
                file().toString(), StatisticsFormat.JSONL, false, Duration.ofMillis(5), 1 << 20, Duration.ofDays(1), 3);
        CountDownLatch thrown = new CountDownLatch(1);
        counts.queue("kis", () -> {
            if (thrown.getCount() > 0) {
                thrown.countDown();
                throw new OutOfMemoryError("once");
            }
            return 0;
        });
        try (CaughtLog log = new CaughtLog(StatisticsWriter.class);
                StatisticsWriter writer = new StatisticsWriter(counts, often, "i", clock)) {
            calls(3, Outcome.Answer.SUCCESS);
            writer.start(Thread::new);
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> Written.sum(Written.read(file(), StatisticsFormat.JSONL), "calls") == 3);
            assertThat(log.warnings())
                    .singleElement()
                    .satisfies(each -> assertThat(each.getThrown()).isInstanceOf(OutOfMemoryError.class));
        }
    }

    @Test
    void write_afterSomebodyMovedTheFile_beginsANewOne() throws IOException {
        try (StatisticsWriter writer = writer(StatisticsFormat.JSONL)) {
            calls(1, Outcome.Answer.SUCCESS);
            writer.write();
            Files.move(file(), directory.resolve("moved"));
            calls(1, Outcome.Answer.SUCCESS);
            writer.write();
        }
        assertThat(Written.sum(Written.read(file(), StatisticsFormat.JSONL), "calls"))
                .isOne();
    }
}
