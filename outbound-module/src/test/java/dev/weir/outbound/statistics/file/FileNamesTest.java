package dev.weir.outbound.statistics.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    private static final Instant NOW = Instant.parse("2026-11-30T20:45:00.9Z");

    private final FileNames names = FileNames.of(Path.of("log", "throttle.jsonl"));

    @Test
    void complete_withoutOthers_hasTheTime() {
        assertThat(names.complete(NOW, "")).isEqualTo("throttle.20261130T204500Z.jsonl");
    }

    @Test
    void complete_inTheSameSecondOrWhileTheClockGoesBack_isAfterTheLatest() {
        assertThat(names.complete(NOW, "throttle.20261130T204500Z.jsonl"))
                .isEqualTo("throttle.20261130T204500Z-2.jsonl");
        assertThat(names.complete(NOW, "throttle.20261130T204501Z-9.jsonl.gz"))
                .isEqualTo("throttle.20261130T204501Z-10.jsonl");
        assertThat(names.age("throttle.20261130T204501Z-10.jsonl"))
                .isGreaterThan(names.age("throttle.20261130T204501Z-9.jsonl.gz"))
                .isLessThan(names.age("throttle.20261130T204502Z.jsonl"));
    }

    @Test
    void isComplete_ofOtherNames_isFalse() {
        assertThat(names.isComplete("throttle.20261130T204500Z.jsonl.gz")).isTrue();
        assertThat(names.isComplete("throttle.jsonl")).isFalse();
        assertThat(names.isComplete("throttle-2.20261130T204500Z.jsonl")).isFalse();
        assertThat(names.isComplete("throttle.20261130T204500Z.csv")).isFalse();
        assertThat(names.isComplete("throttle.20261130T204500Z.jsonl.gz.tmp")).isFalse();
    }

    @Test
    void of_aNameWithoutExtension_hasAnEmptyOne() {
        assertThat(FileNames.of(Path.of(".hidden"))).isEqualTo(new FileNames(".hidden", ""));
        assertThat(FileNames.of(Path.of("a.b.c"))).isEqualTo(new FileNames("a.b", ".c"));
    }
}
