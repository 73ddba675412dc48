package dev.weir.outbound.statistics.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.outbound.statistics.Counter;
import dev.weir.outbound.statistics.Distribution;
import dev.weir.outbound.statistics.Series;
import dev.weir.outbound.statistics.Totals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordFileTest {

    private static final Instant BEGIN = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    private Path directory = Path.of("");

    private Path file() {
        return directory.resolve("records");
    }

    private static StatisticsRecord record(long number) {
        Totals totals = new Totals(
                Map.of(Counter.SUCCESS, number),
                Map.of("io", 1L, "say \"}\"", 2L),
                Map.of(),
                Distribution.NONE,
                Distribution.NONE,
                new Series(BEGIN.getEpochSecond() + number, List.of(1L, 2L)));
        return new StatisticsRecord(BEGIN.plusSeconds(number), BEGIN.plusSeconds(number + 1), "i", "p", totals, 0);
    }

    private void append(StatisticsFormat format, long number) throws IOException {
        try (RecordFile records = RecordFile.open(file(), format)) {
            records.append(records.text(List.of(record(number))));
        }
    }

    private List<Long> numbers(StatisticsFormat format) throws IOException {
        return Written.read(file(), format).stream()
                .map(record -> Long.valueOf(record.getOrDefault("success", "")))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void open_afterACutAtAnyByte_keepsAllRecordsThatWereWhole(StatisticsFormat format) throws IOException {
        append(format, 1);
        long first = Files.size(file());
        append(format, 2);
        byte[] whole = Files.readAllBytes(file());
        // every byte of the last record and of the end of the one before, some of the rest
        for (int length = 0; length <= whole.length; length += length < first - 10 ? 10 : 1) {
            Files.write(file(), Arrays.copyOf(whole, length));
            append(format, 3);
            List<Long> numbers = numbers(format);
            assertThat(numbers).as("cut at %s of %s", length, whole.length).endsWith(3L);
            assertThat(List.of(1L, 2L, 3L)).containsAll(numbers);
            if (length >= first) {
                assertThat(numbers).startsWith(1L);
            }
            if (length == whole.length) {
                assertThat(numbers).containsExactly(1L, 2L, 3L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void open_afterATornRecordThatIsLong_cutsItBeforeAnythingIsAppended(StatisticsFormat format) throws IOException {
        append(format, 1);
        String whole = Files.readString(file());
        String records = whole.substring(0, whole.length() - format.tail().length());
        Files.writeString(file(), records + format.between() + RecordText.JSON_BEGIN + "x".repeat(10_000));
        RecordFile.open(file(), format).close();
        assertThat(file()).content().isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource
    void append_ofManyRecords_isWellFormedAfterEach(StatisticsFormat format) throws IOException {
        try (RecordFile records = RecordFile.open(file(), format)) {
            for (long number = 1; number <= 20; number++) {
                records.append(records.text(List.of(record(number), record(-number))));
                assertThat(numbers(format)).hasSize((int) number * 2).endsWith(number, -number);
                assertThat(records.length()).isEqualTo(Files.size(file()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void begin_afterARestart_isThatOfTheFirstRecord(StatisticsFormat format) throws IOException {
        append(format, 1);
        append(format, 2);
        try (RecordFile records = RecordFile.open(file(), format)) {
            assertThat(records.begin()).contains(BEGIN.plusSeconds(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void open_ofAFileThatIsSomethingElse_leavesItAsItIs(StatisticsFormat format) throws IOException {
        Files.writeString(file(), "my diary");
        assertThatThrownBy(() -> RecordFile.open(file(), format))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no file of statistics in the format " + format.choice());
        assertThat(file()).content().isEqualTo("my diary");
    }

    @Test
    void open_ofAFileWithoutAnyRecordAtItsEnd_leavesItAsItIs() throws IOException {
        append(StatisticsFormat.JSONL, 1);
        byte[] records = Files.readAllBytes(file());
        byte[] more = Arrays.copyOf(records, records.length + (2 << 20));
        Files.write(file(), more);
        assertThatThrownBy(() -> RecordFile.open(file(), StatisticsFormat.JSONL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no complete record");
        assertThat(Files.readAllBytes(file())).isEqualTo(more);
    }

    @Test
    void isOfOtherVersion_withAColumnThatIsUnknown_isTrueAndKeepsTheRecords() throws IOException {
        append(StatisticsFormat.CSV, 1);
        String text = Files.readString(file());
        String other = text.replace(",started,", ",begun,").replace("\r\n", ",\r\n");
        Files.writeString(file(), other, StandardCharsets.UTF_8);
        try (RecordFile records = RecordFile.open(file(), StatisticsFormat.CSV)) {
            assertThat(records.isOfOtherVersion()).isTrue();
            assertThat(records.length()).isEqualTo(other.length());
        }
        assertThat(file()).content().isEqualTo(other);
    }
}
