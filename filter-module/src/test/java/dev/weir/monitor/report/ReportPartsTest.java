package dev.weir.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportPartsTest {

    private final ReportParts parts = new ReportParts();

    @Test
    void written_manyThatAreLong_areBoundedTogether() {
        parts.offer("long", (about, most) -> "x".repeat(most));
        for (int i = 0; i < 20; i++) {
            boolean unused = parts.wanted("long/" + i, i);
        }
        Map<String, String> written = parts.written(20);
        assertThat(written).hasSize(ReportParts.MOST).containsKey("long/19");
        assertThat(written.values().stream().mapToInt(String::length).sum()).isEqualTo(ReportParts.LONGEST_TOGETHER);
    }

    @Test
    void written_writerThatTakesMoreRoom_isLeftOut() {
        parts.offer("a", (about, most) -> "x".repeat(ReportParts.LONGEST_TOGETHER + 1));
        parts.offer("b", (about, most) -> "b");
        boolean unused = parts.wanted("a", 0) && parts.wanted("b", 0);
        assertThat(parts.written(0)).containsExactly(Map.entry("b", "b"));
    }

    @Test
    void written_aWhileAfterTheQuestion_isNothing() {
        parts.offer("a", (about, most) -> about);
        assertThat(parts.wanted("a/b", 1_000)).isTrue();
        assertThat(parts.wanted("a/b", 1_001)).isFalse();
        assertThat(parts.written(31_001)).containsExactly(Map.entry("a/b", "b"));
        assertThat(parts.written(31_002)).isEmpty();
        assertThat(parts.wanted("a/b", 31_002)).isTrue();
    }

    @Test
    void wanted_manyInASecond_areNotPublishedAtOnce() {
        for (int i = 0; i < ReportParts.MOST_AT_ONCE; i++) {
            assertThat(parts.wanted("a/" + i, 10)).isTrue();
        }
        assertThat(parts.wanted("a/9", 1_009)).isFalse();
        assertThat(parts.written(1_009)).as("but with the next report").containsKey("a/9");
        assertThat(parts.wanted("a/10", 1_010)).isTrue();
    }

    @Test
    void wanted_nameThatIsTooLong_isNot() {
        assertThat(parts.wanted("a".repeat(65), 0)).isFalse();
        assertThat(parts.wanted("", 0)).isFalse();
        assertThat(parts.written(0)).isEmpty();
    }

    @Test
    void message_withAPart_isReadAndOneWithoutIsAsBefore() {
        ReportMessage want = new ReportMessage(ReportMessage.WANT, "/shop", "a", "usage/2026-11-30");
        assertThat(ReportMessage.decode(want.encode())).hasValue(want);
        ReportMessage ask = new ReportMessage(ReportMessage.ASK, "/shop", "a");
        assertThat(ask.encode()).isEqualTo("a5,/shop1,a");
        assertThat(ReportMessage.decode(ask.encode())).hasValue(ask);
    }
}
