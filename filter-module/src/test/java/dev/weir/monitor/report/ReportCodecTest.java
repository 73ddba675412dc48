package dev.weir.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Source;
import dev.weir.metrics.PolicyTotals;
import dev.weir.monitor.count.BlockedKey;
import dev.weir.monitor.count.Counts;
import dev.weir.monitor.count.KeyCount;
import dev.weir.monitor.count.SketchView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportCodecTest {

    private static final InstanceReport.Instance WHO =
            new InstanceReport.Instance("/shop", "a1", "member,|\n", 1_763_690_000_000L);

    private static InstanceReport report(
            Map<String, SketchView> sketches, List<BlockedKey> blocked, Map<BlockedKey.Subject, Long> ended) {
        Counts counts = new Counts(
                Map.of("api", new PolicyTotals(1, 2, 3, 4, 5, 6, 7), "", PolicyTotals.NONE),
                Map.of(Source.LEASE, 8L, Source.LOCAL, 9L));
        return new InstanceReport(WHO, 12, 13, true, 14, 15, counts, sketches, blocked, ended, Map.of());
    }

    private static List<KeyCount> keys(int count, int length, Random random) {
        List<KeyCount> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder key = new StringBuilder("u:" + i);
            while (key.length() < length) {
                key.append((char) (' ' + random.nextInt(500)));
            }
            keys.add(new KeyCount(
                    key.toString(),
                    random.nextInt(1_000_000),
                    random.nextInt(1_000),
                    i,
                    i % 2 == 0 ? OptionalLong.empty() : OptionalLong.of(i),
                    i % 10_001,
                    i % 6,
                    1_763_690_000_000L + i));
        }
        return keys;
    }

    @Test
    void decode_whatWasEncoded_isTheSame() {
        InstanceReport report = report(
                Map.of("api", new SketchView(1_000, 3, keys(20, 40, new Random(1))), "|,", SketchViewFixture.NONE),
                List.of(
                        new BlockedKey("api", "u:a,b|c", Long.MAX_VALUE, 2, "by admin: 1,2\n3"),
                        new BlockedKey("", "", 1, 2, "")),
                Map.of(new BlockedKey.Subject("api", "u:x"), 77L));
        InstanceReport read = ReportCodec.decode(ReportCodec.encode(report)).orElseThrow();
        assertThat(read.sketches().get("api").keys())
                .containsExactlyInAnyOrderElementsOf(
                        report.sketches().get("api").keys());
        assertThat(read).usingRecursiveComparison().ignoringCollectionOrder().isEqualTo(report);
    }

    private static final class SketchViewFixture {
        static final SketchView NONE = new SketchView(0, 0, List.of());
    }

    @Test
    void encode_moreThanThereIsRoomFor_leavesOutWhatIsUsedLeast() {
        Random random = new Random(2);
        Map<String, SketchView> sketches = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            sketches.put("policy-" + i, new SketchView(10_000_000, 5, keys(1_000, 128, random)));
        }
        sketches.put("small", new SketchView(10, 0, keys(3, 20, random)));
        List<BlockedKey> blocked = new ArrayList<>();
        Map<BlockedKey.Subject, Long> ended = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            blocked.add(new BlockedKey("api", "u:" + "k".repeat(120) + i, 1, 2, "w".repeat(500)));
            ended.put(new BlockedKey.Subject("api", "u:" + "k".repeat(120) + i), (long) i);
        }
        String text = ReportCodec.encode(report(sketches, blocked, ended));
        assertThat(text.length()).isBetween(ReportCodec.LONGEST * 8 / 10, ReportCodec.LONGEST);
        InstanceReport read = ReportCodec.decode(text).orElseThrow();
        assertThat(read.sketches()).hasSize(61);
        assertThat(read.sketches().get("small"))
                .isNotNull()
                .extracting(each -> each.keys().size())
                .isEqualTo(3);
        sketches.forEach((policy, whole) -> {
            SketchView part = read.sketches().getOrDefault(policy, SketchViewFixture.NONE);
            assertThat(part.keys()).isNotEmpty();
            long most = whole.keys().stream()
                    .filter(each -> !part.keys().contains(each))
                    .mapToLong(KeyCount::count)
                    .max()
                    .orElse(0);
            assertThat(part.floor()).as("what is left out of " + policy).isGreaterThanOrEqualTo(most);
            assertThat(part.keys()).allSatisfy(each -> assertThat(each.count()).isGreaterThanOrEqualTo(most));
        });
        assertThat(read.blocked())
                .as("the latest")
                .isNotEmpty()
                .endsWith(new BlockedKey("api", "u:" + "k".repeat(120) + 999, 1, 2, "w".repeat(200)));
        assertThat(read.ended()).containsValue(999L).doesNotContainValue(0L);
    }

    @Test
    void decode_otherVersionOrDamagedText_isNone() {
        String text = ReportCodec.encode(report(
                Map.of("api", new SketchView(1_000, 3, keys(5, 20, new Random(3)))), List.of(), Map.of()));
        assertThat(ReportCodec.decode("2" + text.substring(1))).isEmpty();
        assertThat(ReportCodec.decode("")).isEmpty();
        for (int i = 2; i < text.length(); i++) {
            assertThat(ReportCodec.decode(text.substring(0, i)))
                    .as("cut at " + i)
                    .isEmpty();
        }
        assertThat(ReportCodec.decode("1|999999999,")).isEmpty();
        assertThat(ReportCodec.decode("1|-1,")).isEmpty();
    }

    @Test
    void decode_withParts_hasThemAndWithoutThemIsTheTextOfEarlierVersions() {
        InstanceReport plain =
                report(Map.of("api", new SketchView(9, 3, keys(2, 20, new Random(4)))), List.of(), Map.of());
        InstanceReport more = new InstanceReport(
                WHO,
                12,
                13,
                true,
                14,
                15,
                plain.counts(),
                plain.sketches(),
                List.of(),
                Map.of(),
                Map.of("usage/2026-11-30", "1 all\n\n,|", "audit", ""));
        String text = ReportCodec.encode(more);
        assertThat(text).startsWith(ReportCodec.encode(plain));
        assertThat(ReportCodec.decode(text).orElseThrow().parts()).isEqualTo(more.parts());
        assertThat(ReportCodec.decode(ReportCodec.encode(plain)).orElseThrow().parts())
                .isEmpty();
        for (int i = ReportCodec.encode(plain).length() + 1; i < text.length(); i++) {
            assertThat(ReportCodec.decode(text.substring(0, i)))
                    .as("cut at " + i)
                    .isEmpty();
        }
    }

    @Test
    void directory_manyInstances_keepsTheLastAndLeavesOutThoseThatAreGone() {
        ReportDirectory directory = ReportDirectory.EMPTY;
        for (int i = 0; i < 300; i++) {
            directory = directory.with("i" + i, i, java.util.Set.of("i299", "i50"));
        }
        assertThat(directory.ids())
                .hasSize(ReportDirectory.MOST)
                .doesNotContain("i0", "i50")
                .endsWith("i299");
        assertThat(directory.askedMillis()).isEqualTo(299);
        assertThat(directory.with("i298", 5, java.util.Set.of()).ids())
                .hasSize(ReportDirectory.MOST)
                .endsWith("i298");
        assertThat(ReportDirectory.decode(directory.encode())).hasValue(directory);
        assertThat(ReportDirectory.decode("2|1,0,")).isEmpty();
        assertThat(ReportDirectory.decode("1|1,5,")).isEmpty();
    }

    @Test
    void encode_thousandsOfPolicies_allAreThereWithTotals() {
        Map<String, SketchView> sketches = new HashMap<>();
        Map<String, PolicyTotals> totals = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            totals.put("policy-" + i, new PolicyTotals(i, 2, 3, 4, 5, 6, 7));
            sketches.put("policy-" + i, new SketchView(1_000 + i, 5, keys(20, 128, new Random(i))));
        }
        InstanceReport report = new InstanceReport(
                WHO, 1, 2, false, 0, 0, new Counts(totals, Map.of()), sketches, List.of(), Map.of(), Map.of());
        String text = ReportCodec.encode(report);
        assertThat(text.length()).isLessThanOrEqualTo(ReportCodec.LONGEST);
        InstanceReport read = ReportCodec.decode(text).orElseThrow();
        assertThat(read.counts().policies()).isEqualTo(totals);
        assertThat(read.sketches()).hasSameSizeAs(sketches);
        sketches.forEach((policy, whole) -> {
            SketchView part = read.sketches().getOrDefault(policy, SketchViewFixture.NONE);
            assertThat(part.total()).isEqualTo(whole.total());
            long left = whole.keys().stream()
                    .filter(each -> !part.keys().contains(each))
                    .mapToLong(KeyCount::count)
                    .max()
                    .orElse(0);
            assertThat(part.floor()).isGreaterThanOrEqualTo(left);
        });
    }
}
