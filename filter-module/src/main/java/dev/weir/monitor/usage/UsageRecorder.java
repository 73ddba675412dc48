package dev.weir.monitor.usage;

import dev.weir.Key;
import dev.weir.engine.FullestLimit;
import dev.weir.engine.PolicyDecision;
import dev.weir.metrics.Measurements.Outcomes;
import dev.weir.metrics.NotableDecisions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Records the usage of each day on this instance, and has that of 30 days: what this instance recorded since its start,
 * and what was kept over a restart. Requests that are neither near a limit nor refused pay for nothing here. Safe for
 * use by many threads.
 */
public final class UsageRecorder implements NotableDecisions {

    static final int MOST_POLICIES = 50;
    /** Of a percent. */
    private static final int HUNDREDTHS = 100;

    private static final long MINUTES_BETWEEN_SAVES = 5;
    private static final long MILLIS_BETWEEN_SAVES = MINUTES_BETWEEN_SAVES * 60_000;

    private final Supplier<Map<String, Outcomes>> outcomes;
    private final KeptUsage kept;
    private final Function<Key, String> shown;
    private final InstantSource clock;
    private final ZoneId zone;
    private volatile TopKeys top;
    private volatile Map<String, PolicyDay> today = new ConcurrentHashMap<>();
    // guarded by this object
    private LocalDate day;
    private Map<String, Outcomes> before = Map.of();
    private long savedMillis;

    /**
     * A recorder of a day that begins now.
     *
     * @param outcomes requests under each policy since the start
     * @param shown the text that is kept of a key
     * @param zone where days begin
     */
    public UsageRecorder(
            Supplier<Map<String, Outcomes>> outcomes,
            KeptUsage kept,
            Function<Key, String> shown,
            InstantSource clock,
            ZoneId zone) {
        this.outcomes = outcomes;
        this.kept = kept;
        this.shown = shown;
        this.clock = clock;
        this.zone = zone;
        this.day = LocalDate.ofInstant(clock.instant(), zone);
        this.savedMillis = clock.millis();
        this.top = new TopKeys(shown, savedMillis);
    }

    /**
     * A policy has decided. Not called on the thread of a request, and not for each decision.
     *
     * @param weight how many decisions this one stands for
     */
    public void used(PolicyDecision decision, int weight) {
        if (weight > 0 && dayOf(decision.policy()).isPresent()) {
            top.add(decision, weight);
        }
    }

    @Override
    public void nearLimit(PolicyDecision decision) {
        Optional<FullestLimit> fullest = decision.fullest();
        if (fullest.isPresent()) {
            int percent = fullest.get().usedHundredths() / HUNDREDTHS;
            dayOf(decision.policy()).ifPresent(each -> each.near(key(decision), percent));
        }
        level(decision);
    }

    @Override
    public void refused(PolicyDecision decision) {
        if (decision.exceeded() && decision.beginsBlock()) {
            Instant now = clock.instant();
            dayOf(decision.policy()).ifPresent(each -> each.blocked(key(decision), now));
        }
        level(decision);
    }

    private void level(PolicyDecision decision) {
        if (decision.level() > 0) {
            dayOf(decision.policy()).ifPresent(each -> each.level(key(decision), decision.level()));
        }
    }

    private static Key key(PolicyDecision decision) {
        return decision.charge().counter().key();
    }

    /** Empty if there are too many policies: those of calls have as many names as there are limits. */
    private Optional<PolicyDay> dayOf(String policy) {
        Map<String, PolicyDay> present = today;
        PolicyDay known = present.get(policy);
        if (known != null || present.size() >= MOST_POLICIES) {
            return Optional.ofNullable(known);
        }
        return Optional.of(present.computeIfAbsent(policy, name -> new PolicyDay(shown)));
    }

    /** Called once a second: what was counted since the last time belongs to this hour. */
    public synchronized void tick() {
        ZonedDateTime now = clock.instant().atZone(zone);
        Map<String, Outcomes> counted = outcomes.get();
        if (now.toLocalDate().isAfter(day)) {
            save();
            kept.forgetBefore(now.toLocalDate());
            today = new ConcurrentHashMap<>();
            top = new TopKeys(shown, clock.millis());
            day = now.toLocalDate();
        }
        int hour = now.getHour();
        counted.forEach((policy, sum) -> {
            Outcomes last = before.getOrDefault(policy, new Outcomes(0, 0, 0));
            dayOf(policy)
                    .ifPresent(each -> each.add(
                            hour,
                            new Outcomes(
                                    sum.allowed() - last.allowed(),
                                    sum.refused() - last.refused(),
                                    sum.blocked() - last.blocked())));
        });
        before = counted;
        kept.take();
        if (clock.millis() - savedMillis >= MILLIS_BETWEEN_SAVES) {
            save();
        }
    }

    /** Keeps what was recorded so far of this day. */
    public synchronized void save() {
        savedMillis = clock.millis();
        today.forEach((policy, each) -> kept.keep(day, each.report(policy, top), savedMillis));
    }

    /** The days of which something is known, the last one first. */
    public synchronized List<LocalDate> days() {
        TreeSet<LocalDate> days = new TreeSet<>(kept.days());
        days.add(day);
        return List.copyOf(days.descendingSet());
    }

    /** The name of this run of this instance. */
    String instance() {
        return kept.instance();
    }

    /** What is known of a day, by policy and run of an instance, as it is kept. */
    synchronized Map<String, String> rows(LocalDate asked) {
        Map<String, String> rows = kept.rows(asked);
        if (asked.equals(day)) {
            today.forEach((policy, each) -> rows.put(kept.rowOf(policy), UsageCodec.encode(each.report(policy, top))));
        }
        return rows;
    }

    /** What is known of a day; nothing if it is too long ago, or to come. */
    public synchronized UsageReport report(LocalDate asked) {
        Map<String, UsageReport.OfPolicy> policies = new TreeMap<>();
        List<UsageReport.OfPolicy> parts = new ArrayList<>(kept.of(asked, asked.equals(day)));
        if (asked.equals(day)) {
            today.forEach((policy, each) -> parts.add(each.report(policy, top)));
        }
        parts.forEach(each -> policies.merge(each.policy(), each, UsageSum::of));
        return new UsageReport(asked, List.copyOf(policies.values()));
    }
}
