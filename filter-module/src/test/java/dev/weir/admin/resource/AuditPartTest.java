package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.admin.AuditLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditPartTest {

    private static AuditLog.Entry entry(int number, String text) {
        return new AuditLog.Entry(
                Instant.ofEpochMilli(1_763_690_000_000L + number),
                "root" + text,
                "203.0.113.7",
                new AuditLog.Act("block", "api", "user:al***", text, text, ""));
    }

    @Test
    void read_whatWasWritten_isTheSame() {
        List<AuditLog.Entry> entries =
                List.of(entry(3, "a\r\n\u2028\u0085{\"t\":1}\n"), entry(2, "\u0000\u202e\""), entry(1, ""));
        assertThat(AuditPart.read(AuditPart.write(entries, 10_000))).isEqualTo(entries);
    }

    @Test
    void write_moreThanThereIsRoomFor_hasTheNewest() {
        List<AuditLog.Entry> entries = new ArrayList<>();
        for (int i = 1_000; i > 0; i--) {
            entries.add(entry(i, "x".repeat(i == 999 ? 100_000 : 20)));
        }
        String text = AuditPart.write(entries, 20_000);
        assertThat(text).hasSizeBetween(19_000, 20_000);
        List<AuditLog.Entry> read = AuditPart.read(text);
        assertThat(read.get(0)).isEqualTo(entries.get(0));
        assertThat(read.get(1).act().reason()).hasSize(501).endsWith("\u2026");
        assertThat(read.get(2)).isEqualTo(entries.get(2));
        assertThat(AuditPart.write(entries, 0)).isEmpty();
    }

    @Test
    void read_linesThatAreNoEntries_areLeftOut() {
        String good = AuditPart.write(List.of(entry(1, "a")), 1_000);
        String text = "x\n{}\n[]\n{\"t\":\"now\"}\n{\"t\":1.5}\n{\"t\":1,\"w\":7}\n" + good + "{\"t\":12";
        assertThat(AuditPart.read(text)).contains(entry(1, "a")).hasSizeLessThan(3);
    }
}
