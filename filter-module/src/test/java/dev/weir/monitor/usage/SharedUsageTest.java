package dev.weir.monitor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.metrics.Measurements.Outcomes;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instances with a database of their own each, or one for all. */
class SharedUsageTest {

    private static final int ROOM = 64 * 1024;

    private final MutableClock clock = new MutableClock();
    private final KeptTexts database = new KeptTexts();
    private final LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);

    private final class Instance {
        private final String id;
        private final Map<String, Outcomes> outcomes = new HashMap<>();
        private final UsageRecorder recorder;
        private final SharedUsage usage;

        Instance(String id) {
            this.id = id;
            this.recorder = new UsageRecorder(
                    () -> Map.copyOf(outcomes),
                    new KeptUsage(database, () -> "/shop", id),
                    key -> "user:***",
                    clock,
                    ZoneOffset.UTC);
            this.usage = new SharedUsage(recorder);
            recorder.tick();
        }

        Instance count(String policy, long allowed) {
            outcomes.merge(
                    policy,
                    new Outcomes(allowed, 0, 0),
                    (one, other) -> new Outcomes(one.allowed() + other.allowed(), 0, 0));
            recorder.tick();
            return this;
        }

        String told() {
            return usage.write(day.toString(), ROOM);
        }

        SharedUsage.Sum with(Instance... others) {
            Map<String, String> told = new HashMap<>();
            for (Instance each : others) {
                told.put(each.id, each.told());
            }
            return usage.of(day, told);
        }
    }

    private static long allowed(SharedUsage.Sum sum, String policy) {
        return sum.report().policies().stream()
                .filter(each -> each.policy().equals(policy))
                .flatMap(each -> each.hours().stream())
                .mapToLong(UsageReport.Hour::allowed)
                .sum();
    }

    @Test
    void of_twoInstances_isTheSameAtBoth() {
        Instance one = new Instance("one").count("api", 3).count("login", 1);
        Instance two = new Instance("two").count("api", 4);
        SharedUsage.Sum atOne = one.with(two);
        assertThat(allowed(atOne, "api")).isEqualTo(7);
        assertThat(allowed(atOne, "login")).isEqualTo(1);
        assertThat(two.with(one)).isEqualTo(atOne);
    }

    @Test
    void of_rowsThatAreInTheDatabaseToo_countsEachOnce() {
        Instance one = new Instance("one").count("api", 3);
        Instance two = new Instance("two").count("api", 4);
        one.recorder.save();
        two.recorder.save();
        one.count("api", 10);
        // it has read what both had saved, of which one has gone on
        Instance three = new Instance("three").count("api", 100);
        assertThat(allowed(three.with(one, two), "api")).isEqualTo(117);
        assertThat(allowed(one.with(two, three), "api")).isEqualTo(117);
        assertThat(allowed(two.with(three, one), "api")).isEqualTo(117);
    }

    @Test
    void of_runThatIsOver_isThatOfWhoKnowsMost() {
        Instance gone = new Instance("gone").count("api", 3);
        gone.recorder.save();
        Instance early = new Instance("early");
        gone.count("api", 5);
        gone.recorder.save();
        Instance late = new Instance("late");
        assertThat(allowed(early.with(late), "api")).isEqualTo(8);
        assertThat(allowed(late.with(early), "api")).isEqualTo(8);
    }

    @Test
    void of_daysOfAll_areListedOnce() {
        Instance one = new Instance("one").count("api", 3);
        clock.advance(Duration.ofDays(1));
        one.count("api", 1);
        Instance two = new Instance("two");
        assertThat(two.with(one).days()).containsExactly(day.plusDays(1), day);
        assertThat(allowed(two.with(one), "api")).isEqualTo(3);
    }

    @Test
    void write_moreThanThereIsRoomFor_saysSo() {
        Instance one = new Instance("one");
        for (int i = 0; i < 50; i++) {
            one.count("policy-" + i, 1);
        }
        String told = one.usage.write(day.toString(), 400);
        assertThat(told).hasSizeBetween(300, 400);
        SharedUsage.Sum sum = new Instance("two").usage.of(day, Map.of("one", told));
        assertThat(sum.cut()).containsExactly("one");
        assertThat(sum.report().policies()).hasSizeBetween(5, 40);
        assertThat(new Instance("two").with(one).cut()).isEmpty();
    }

    @Test
    void of_textThatIsNone_isLeftOut() {
        Instance one = new Instance("one").count("api", 3);
        for (String text : List.of("", "2 all", "1", "1 all\n\n", "1 all\n\nx\n1", "1 all\n\ntwo", "\n\n\n\n")) {
            assertThat(allowed(one.usage.of(day, Map.of("two", text)), "api"))
                    .as(text)
                    .isEqualTo(3);
        }
        assertThat(one.usage.write("tomorrow", ROOM)).isEmpty();
        assertThat(one.usage.write("", ROOM)).isEmpty();
    }

    /** Nobody else knows better what this instance has counted. */
    @Test
    void of_ownRowThatAnotherHasToo_isTheOwn() {
        Instance one = new Instance("one").count("api", 3);
        Map<String, String> told = Map.of("two", "1 all\n\none\n1 api\nh 5 900 0 0");
        assertThat(allowed(one.usage.of(day, told), "api")).isEqualTo(3);
    }
}
