package dev.weir.monitor;

import dev.weir.Source;
import dev.weir.engine.PolicyDecision;
import dev.weir.metrics.Measurements;
import dev.weir.metrics.SampledDecisions;
import dev.weir.monitor.count.BlockedKey;
import dev.weir.monitor.count.Counts;
import dev.weir.monitor.count.KeyCount;
import dev.weir.monitor.count.Sketches;
import dev.weir.monitor.report.InstanceReport;
import dev.weir.monitor.report.OtherInstances;
import dev.weir.monitor.report.ReportExchange;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ObjIntConsumer;

/**
 * Who uses what, over all instances of an application, for those who operate it. Each method answers from what this
 * instance has in memory: the first question waits a fifth of a second for the other instances, all others wait for
 * nothing. Safe for use by many threads.
 */
public final class Monitor implements AutoCloseable {

    private final MonitorParts parts;
    private final DecisionWatch watch = new DecisionWatch();
    private final Sketches sketches;
    private final BlockedLog blocked;
    private final DecisionCounts decisions;
    private final LiveBuckets live = new LiveBuckets();
    private final LiveChanges changes;
    private final GrowthOfOthers growth = new GrowthOfOthers();
    private final UsedKeys keys;
    private final ReportExchange exchange;
    private final FullCounts fullCounts;
    private final long startedMillis;

    /** Used on the thread that ticks. */
    private Counts last = Counts.NONE;

    private long reports;
    private volatile ObjIntConsumer<PolicyDecision> also = (decision, weight) -> {};

    /** A monitor of what {@code parts} do; nothing is exchanged before {@link #tick} is called. */
    public Monitor(MonitorParts parts) {
        this.parts = parts;
        this.startedMillis = parts.clock().millis();
        this.sketches = new Sketches(startedMillis);
        this.blocked = new BlockedLog(parts.storedKey()::of);
        this.decisions = new DecisionCounts(parts.storedKey(), sketches, blocked, live);
        this.keys = new UsedKeys(parts, sketches, blocked, this::others);
        this.changes = new LiveChanges(live);
        this.exchange = new ReportExchange(
                parts.shared(),
                parts.namespace(),
                parts.instance(),
                this::report,
                parts.clock(),
                parts.background(),
                parts.problems());
        this.fullCounts =
                new FullCounts(parts.shared(), parts.namespace(), parts.background(), parts.worker(), parts.problems());
        parts.shared()
                .onCounterChange(stored -> blocked.doubt(stored, parts.clock().millis()));
    }

    /** Looks at some of the decisions. */
    public SampledDecisions watch() {
        return watch;
    }

    /**
     * Something has happened that those who watch want to know.
     *
     * @param event its kind, a word
     * @param key the text under which the counters of a key are stored
     * @param text for people to read; cut to 100 characters
     */
    public void event(String event, Optional<String> policy, Optional<String> key, String text) {
        live.event(event, policy, key, text, parts.clock().millis());
    }

    /** Full counts of counters. */
    public FullCounts fullCounts() {
        return fullCounts;
    }

    /**
     * An operator has reset a counter, or ended its block, on this instance. If the cluster does not say so, the
     * counter is looked at when it answers again.
     */
    public void changed(PolicyDecision decision) {
        CounterId counter = decision.charge().counter();
        long now = parts.clock().millis();
        boolean certain = decision.answer() instanceof StoreResult.Decided decided
                && (decided.source() != Source.LOCAL
                        || !parts.measurements().store().clustered());
        if (certain) {
            String key = parts.storedKey().textOf(counter.key());
            blocked.end(new BlockedKey.Subject(counter.policy().name(), key), now);
        } else {
            blocked.doubt(parts.storedKey().of(counter), now);
        }
    }

    /** {@code other} counts the same decisions from now on, on the same thread, each with what it stands for. */
    public void alsoCount(ObjIntConsumer<PolicyDecision> other) {
        also = other;
    }

    /** Called once a second, by one thread. Looks at counters of the cluster may take a quarter of a second. */
    public void tick() {
        long now = parts.clock().millis();
        ObjIntConsumer<PolicyDecision> besides = also;
        watch.drain((decision, weight) -> {
            decisions.count(decision, weight, now);
            besides.accept(decision, weight);
        });
        decisions.tick(now);
        exchange.tick();
        Counts own = own();
        Counts others = growth.step(exchange.others().reports());
        live.second(own.since(last).plus(others), parts.measurements().times().p99(), now);
        last = own;
        boolean known = exchange.isAsked() && now - exchange.askedSinceMillis() > MemberList.GRACE_MILLIS;
        Optional<List<Statistics.Member>> members = known ? Optional.of(members(now)) : Optional.empty();
        changes.tick(parts.health().get(), parts.overrides().get(), members, now);
        blocked.tick(now, parts.looks().get());
    }

    private Counts own() {
        return new Counts(parts.measurements().totals(), parts.measurements().sources());
    }

    private List<OtherInstances.Known> others(long now) {
        return exchange.others().present(exchange.members(), now);
    }

    /** What this instance says of itself now. */
    private synchronized InstanceReport report() {
        reports++;
        long now = parts.clock().millis();
        return new InstanceReport(
                new InstanceReport.Instance(
                        parts.namespace().get(),
                        parts.instance(),
                        MonitorParts.self(parts.shared().members()),
                        startedMillis),
                reports,
                now,
                parts.isAlone(),
                parts.measurements().store().owed(),
                watch.missed(),
                own(),
                sketches.all(),
                blocked.blocked(),
                blocked.ended(),
                exchange.parts());
    }

    /** Lets {@code writer} say what is asked for under a topic: it takes what exactly, and a largest length. */
    public void offer(String topic, BiFunction<String, Integer, String> writer) {
        exchange.offer(topic, writer);
    }

    /** What the others say of {@code name}: a topic, or one, a stroke and what exactly is asked for. */
    public MemberParts others(String name) {
        exchange.ask(name);
        long now = parts.clock().millis();
        return MemberParts.of(members(now), others(now), parts.shared().members(), name);
    }

    /** How the application fares. */
    public Statistics statistics() {
        exchange.ask();
        long now = parts.clock().millis();
        List<OtherInstances.Known> others = others(now);
        Counts counts = own().plus(exchange.others().past(exchange.members(), now));
        long owed = parts.measurements().store().owed();
        for (OtherInstances.Known each : others) {
            counts = counts.plus(each.report().counts());
            owed += each.report().owed();
        }
        Measurements.Recent recent = parts.measurements().recent();
        long all = counts.sources().values().stream().mapToLong(Long::longValue).sum();
        long asked = counts.sources().getOrDefault(Source.CLUSTER, 0L);
        return new Statistics(
                Instant.ofEpochMilli(now),
                parts.namespace().get(),
                parts.instance(),
                parts.health().get(),
                members(now),
                counts.policies(),
                counts.sources(),
                parts.measurements().times(),
                all == 0 ? 0 : (double) (all - asked) / all,
                recent.operations() == 0 ? 1 : 1 - (double) recent.errors() / recent.operations(),
                parts.measurements().store().keys(),
                Math.max(
                        parts.measurements().store().blocked(),
                        keys.blocked(others, now).size()),
                owed);
    }

    private List<Statistics.Member> members(long now) {
        return MemberList.of(parts, startedMillis, others(now), exchange.askedSinceMillis(), now);
    }

    /**
     * A page of keys.
     *
     * @param policy whose keys; empty for those of all policies
     * @param limit keys of a page, 1 to 1,000
     * @param cursor where it begins, from the page before
     */
    public KeyListing keys(Optional<String> policy, KeyListing.Order order, int limit, Optional<String> cursor) {
        exchange.ask();
        return keys.page(policy, order, limit, cursor);
    }

    /** How often {@code key} was used under {@code policy}; empty if that is not known. */
    public Optional<KeyCount> use(String policy, String key) {
        return keys.use(policy, key);
    }

    /** What happened after the bucket or event of number {@code after}; with 0 all there is. */
    public LiveView live(long after) {
        exchange.ask();
        return live.after(after, parts.clock().millis());
    }

    /** Publishes the last report, for other instances to keep; waits a fifth of a second at most. */
    @Override
    public void close() {
        exchange.close();
    }
}
