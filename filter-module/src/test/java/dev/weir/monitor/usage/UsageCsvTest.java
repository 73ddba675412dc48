package dev.weir.monitor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageCsvTest {

    private static final UsageReport.OfPolicy POLICY = new UsageReport.OfPolicy(
            "api",
            List.of(new UsageReport.Hour(13, 100, 5, 2)),
            List.of(new UsageReport.KeyCount("user:a,***", 7)),
            List.of(new UsageReport.NearKey("user:\u20ac***", 95)),
            List.of(new UsageReport.NewBlock("=cmd|'/c calc'***", Instant.ofEpochMilli(1_763_690_000_123L))),
            List.of(new UsageReport.KeyLevel("user:bo***", 3)));

    @Test
    void of_hasALineForEach() {
        String text = UsageCsv.of(new UsageReport(LocalDate.of(2026, 11, 30), List.of(POLICY)), List.of());
        assertThat(text.split("\r\n"))
                .containsExactly(
                        "day,policy,what,hour,key,allowed,refused,blocked,count,percent,level,time",
                        "2026-11-30,api,hour,13,,100,5,2,,,,",
                        "2026-11-30,api,top,,\"user:a,***\",,,,7,,,",
                        "2026-11-30,api,near,,user:\u20ac***,,,,,95,,",
                        "2026-11-30,api,level,,user:bo***,,,,,,3,",
                        "2026-11-30,api,block,,'=cmd|'/c calc'***,,,,,,,2025-11-21T01:53:20.123Z");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {"=1+1, '=1+1", "+1, '+1", "-1, '-1", "@SUM(A1), '@SUM(A1)", "a\"b, ^\"a\"\"b\"^", "plain, plain"})
    void cell_isNoFormula(String value, String expected) {
        assertThat(UsageCsv.cell(value)).isEqualTo(expected);
    }

    @Test
    void cell_lineBreaks_areQuoted() {
        assertThat(UsageCsv.cell("a\r\nb")).isEqualTo("\"a\r\nb\"");
        assertThat(UsageCsv.cell("\t=1")).isEqualTo("\"'\t=1\"");
        assertThat(UsageCsv.cell("\uff1d1")).isEqualTo("'\uff1d1");
    }

    @Test
    void codec_readsWhatItWrote() {
        assertThat(UsageCodec.decode(UsageCodec.encode(POLICY))).contains(POLICY);
        assertThat(UsageCodec.encode(POLICY)).matches("[\\p{ASCII}]*");
    }

    @Test
    void codec_broken_isNothing() {
        for (String text : new String[] {"", "2 api", "1", "1 api\nh 1", "1 api\nx y", "1 api\nh a b c d"}) {
            assertThat(UsageCodec.decode(text)).as(text).isEmpty();
        }
    }

    @Test
    void codec_tooMuch_leavesOutTheLast() {
        List<UsageReport.Hour> hours = new ArrayList<>();
        List<UsageReport.KeyCount> top = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            hours.add(new UsageReport.Hour(i, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
            top.add(new UsageReport.KeyCount("user:" + "\u20ac".repeat(40) + "***", i));
        }
        String text = UsageCodec.encode(new UsageReport.OfPolicy("api", hours, top, List.of(), List.of(), List.of()));
        assertThat(text).hasSizeLessThanOrEqualTo(UsageCodec.LONGEST);
        assertThat(UsageCodec.decode(text)).hasValueSatisfying(read -> {
            assertThat(read.hours()).isEqualTo(hours);
            assertThat(read.top()).isNotEmpty().hasSizeLessThan(24);
        });
    }
}
