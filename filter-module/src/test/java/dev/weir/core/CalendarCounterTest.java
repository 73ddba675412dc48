package dev.weir.core;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.CalendarWindow;
import dev.weir.CalendarWindow.Unit;
import dev.weir.Limit;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CalendarCounterTest extends AlgorithmContract {

    /** Hours of it are no hours of UTC. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");

    private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

    @Override
    Algorithm algorithm() {
        return Algorithm.FIXED_WINDOW;
    }

    @Override
    Limit limit(long permits, Duration window) {
        Unit unit = window.compareTo(Duration.ofMinutes(1)) <= 0
                ? Unit.MINUTE
                : window.compareTo(Duration.ofHours(1)) <= 0 ? Unit.HOUR : Unit.DAY;
        return new Limit(permits, new CalendarWindow(unit, ZONE));
    }

    @Override
    void assertPromise(Limit limit, List<Admission> admitted, String context) {
        assertPromise(limit, ZONE, admitted, context);
    }

    private static void assertPromise(Limit limit, ZoneId zone, List<Admission> admitted, String context) {
        ChronoUnit unit = limit.calendar().orElseThrow().unit() == Unit.MINUTE ? ChronoUnit.MINUTES : ChronoUnit.HOURS;
        // the offset tells the two hours apart that clocks show twice
        Map<Object, Long> perWindow = admitted.stream()
                .collect(groupingBy(
                        each -> Instant.ofEpochMilli(each.millis())
                                .atZone(zone)
                                .toOffsetDateTime()
                                .truncatedTo(unit)
                                .toString(),
                        summingLong(Admission::permits)));
        assertThat(perWindow.values()).as(context).allMatch(sum -> sum <= limit.permits());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void lend_whileClocksAreChanged_staysWithinPromise(long seed) {
        Random random = new Random(seed);
        Limit limit = new Limit(200, new CalendarWindow(Unit.HOUR, LORD_HOWE));
        LocalDateTime change = LocalDateTime.parse(seed % 2 == 0 ? "2025-04-06T01:40" : "2025-10-05T01:40");
        LeaseRandomWalk walk = new LeaseRandomWalk(
                policy(limit), random, change.atZone(LORD_HOWE).toInstant().toEpochMilli());
        for (int step = 0; step < 400; step++) {
            walk.step();
        }
        assertPromise(limit, LORD_HOWE, walk.admitted(), "seed " + seed);
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void lend_untilTheBoundary_endsWithTheWindow(Unit unit) {
        CalendarWindow window = new CalendarWindow(unit, ZONE);
        Policy policy = policy(new Limit(1_000, window));
        long end = window.endMillis(START);
        assertThat(Lending.lend(policy, State.EMPTY, 7, 10, end - 100).verdict().atMillis())
                .isEqualTo(end - 1);
        long leaseMillis = unit.longestMillis() / 32;
        assertThat(Lending.lend(policy, State.EMPTY, 7, 10, end - leaseMillis - 1)
                        .verdict()
                        .atMillis())
                .isEqualTo(end - 1);
        assertThat(Lending.lend(policy, State.EMPTY, 7, 10, end - leaseMillis - 2)
                        .verdict()
                        .atMillis())
                .isEqualTo(end - 2);
    }

    @Test
    void acquire_besideASlidingWindow_eachLimitGoesByItsOwn() {
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("2/1m,3/calendar-day", ZONE));
        long midnight = millis("2025-11-22T00:00", ZONE);
        State state = policy.acquire(State.EMPTY, 2, midnight - 1_000).state();
        assertThat(state.counters())
                .extracting(Counter::algorithm)
                .containsExactly(Algorithm.SLIDING_WINDOW, Algorithm.FIXED_WINDOW);
        Verdict early = policy.peek(state, 1, midnight);
        assertThat(early.quotas()).extracting(Quota::remaining).containsExactly(0L, 3L);
        assertThat(early.retryAfterMillis().orElseThrow()).isBetween(59_000L, 61_000L);
        State later = policy.acquire(state, 2, midnight + 70_000).state();
        Verdict last = policy.peek(later, 2, midnight + 200_000);
        assertThat(last.quotas()).extracting(Quota::remaining).containsExactly(2L, 1L);
        assertThat(last.retryAfterMillis())
                .hasValue(Duration.ofDays(1).minusSeconds(200).toMillis());
    }

    @ParameterizedTest
    @CsvSource({
        // from, to, last use (UTC), now (UTC), permits that count
        "UTC, Asia/Tokyo, 2025-11-21T14:59:59.999, 2025-11-21T20:00, 0",
        "UTC, Asia/Tokyo, 2025-11-21T15:00, 2025-11-21T20:00, 4",
        "UTC, Asia/Tokyo, 2025-11-21T15:00, 2025-11-22T14:59:59.999, 4",
        "UTC, Asia/Tokyo, 2025-11-21T15:00, 2025-11-22T15:00, 0",
        "Asia/Tokyo, America/New_York, 2025-11-21T05:00, 2025-11-21T16:00, 4",
        "Asia/Tokyo, America/New_York, 2025-11-21T04:59, 2025-11-21T16:00, 0",
    })
    void acquire_otherZone_countsWhatMayHaveBeenUsedSinceItsBoundary(
            ZoneId from, ZoneId to, String last, String now, long counted) {
        State state = daily(from)
                .acquire(State.EMPTY, 4, millis(last, ZoneId.of("UTC")))
                .state();
        assertThat(remaining(daily(to), state, millis(now, ZoneId.of("UTC")))).isEqualTo(9 - counted);
    }

    @Test
    void acquire_leaseFromAnotherZone_countsUntilItEndsAndTheWindowOfThatTime() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        long midnight = millis("2025-11-22T00:00", tokyo);
        Policy utc = policy(new Limit(1_000, new CalendarWindow(Unit.DAY, ZoneId.of("UTC"))));
        State state = Lending.lend(utc, State.EMPTY, 7, 100, midnight - 1_000).state();
        Policy policy = policy(new Limit(1_000, new CalendarWindow(Unit.DAY, tokyo)));
        long wait =
                policy.peek(state, 1_000, midnight - 1_000).retryAfterMillis().orElseThrow();
        assertThat(wait).isEqualTo(86_401_000);
        assertThat(policy.peek(state, 1_000, midnight - 1_000 + wait - 1).allowed())
                .isFalse();
        assertThat(policy.peek(state, 1_000, midnight - 1_000 + wait).allowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // before, after, minutes from the last use to the present one, permits that count
        "9/1d, 9/calendar-day, 1, 4",
        "9/calendar-day, 9/1d, 1, 4",
        "9/calendar-day, 9/1d, 1600, 0",
        "9/calendar-day, 9/1h, 61, 0",
        "9/calendar-day, 9/calendar-month, 2000, 4",
        "9/calendar-month, 9/calendar-day, 2000, 0",
        "9/calendar-month, 9/calendar-day, 1, 4",
        "9/calendar-hour, 9/1h, 1, 4",
        "9/1h, 9/calendar-hour, 1, 4",
    })
    void acquire_otherUnit_carriesTheCountOnAsLongAsItMayCount(
            String before, String after, long minutes, long counted) {
        State state = Policy.of("p", Algorithm.FIXED_WINDOW, LimitReader.readAll(before))
                .acquire(State.EMPTY, 4, START)
                .state();
        Policy now = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll(after));
        assertThat(remaining(now, state, START + minutes * 60_000)).isEqualTo(9 - counted);
    }

    @Test
    void acquire_windowsOfOneLength_haveCountersOfTheirOwn() {
        Policy policy = Policy.of("p", Algorithm.FIXED_WINDOW, LimitReader.readAll("9/1h,9/calendar-hour", ZONE));
        State state = policy.acquire(State.EMPTY, 4, START).state();
        assertThat(policy.peek(state, 1, millis("2025-11-21T02:00", ZoneId.of("UTC")))
                        .quotas())
                .extracting(Quota::remaining)
                .containsExactly(9L, 5L);
        assertThat(policy.peek(state, 1, millis("2025-11-21T08:00", ZONE)).quotas())
                .extracting(Quota::remaining)
                .containsExactly(9L, 9L);
    }

    @Test
    void acquire_severalUnits_haveCountersOfTheirOwn() {
        Policy policy = policy(limit(9, Duration.ofHours(1)), limit(9, Duration.ofDays(1)));
        State state = State.EMPTY;
        for (int hour = 0; hour < 3; hour++) {
            state = policy.acquire(state, 2, START + hour * 3_600_000).state();
        }
        assertThat(policy.peek(state, 1, START + 7_200_000).quotas())
                .extracting(Quota::remaining)
                .containsExactly(7L, 3L);
    }

    @Test
    void refund_ofTheWindowBefore_isNotGivenBack() {
        Policy policy = daily(ZONE);
        long midnight = millis("2025-11-22T00:00", ZONE);
        State before = policy.acquire(State.EMPTY, 4, midnight - 1).state();
        State after = policy.acquire(before, 2, midnight).state();
        assertThat(remaining(
                        policy, policy.refund(after, 2, midnight - 1, midnight).state(), midnight))
                .isEqualTo(7);
        assertThat(remaining(policy, policy.refund(after, 2, midnight, midnight).state(), midnight))
                .isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        // a few requests are no rate, and a time shorter than a lease is none to measure by
        "00:00:01, 9, 0",
        "00:00:01, 1200, 1422",
        "12:00:00, 1200, 100",
    })
    void expected_sinceTheBoundary_isTheRateOfTheWindow(String time, long used, long expected) {
        Policy policy = policy(new Limit(10_000, new CalendarWindow(Unit.DAY, ZONE)));
        long now = millis("2025-11-22T" + time, ZONE);
        State state = policy.acquire(State.EMPTY, used, now).state();
        assertThat(Lending.expected(policy, state, 3_600_000, now)).isEqualTo(expected);
    }

    private Policy policy(Limit... limits) {
        return Policy.of("p", algorithm(), List.of(limits));
    }

    private Policy daily(ZoneId zone) {
        return policy(new Limit(9, new CalendarWindow(Unit.DAY, zone)));
    }

    private static long millis(String local, ZoneId zone) {
        return ZonedDateTime.of(LocalDateTime.parse(local), zone).toInstant().toEpochMilli();
    }
}
