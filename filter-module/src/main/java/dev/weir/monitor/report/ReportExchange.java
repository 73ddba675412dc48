package dev.weir.monitor.report;

import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.SharedReports;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How instances of one application tell each other what they know, while an operator asks one of them: each publishes
 * its report every two seconds, in an entry of its own. Others learn of the question by a message at once, or by the
 * {@link ReportDirectory} within a second, which is all that is read while none asks. When an instance starts, it and
 * those that have not reported lately publish one report unasked: who freezes before the first question is known, too.
 * Safe for use by many threads.
 */
public final class ReportExchange {

    private static final long PUBLISH_MILLIS = 1_900;
    /** A question is answered with a new report, unless one was published so short a time ago. */
    private static final long SOONEST_MILLIS = 900;
    /** How often an instance that is not asked reads the reports of others, to have them if they leave. */
    private static final long IDLE_READ_MILLIS = 10_000;
    /** The question is written into the directory again before it could be forgotten. */
    private static final long RENEW_MILLIS = 10_000;
    /** What was asked of the cluster so long ago is not waited for any more. */
    private static final long LOST_MILLIS = 5_000;
    /** Others are told again that a part is asked for: instances come, and messages get lost. */
    private static final long TELL_MILLIS = 5_000;
    /** A report that is not older is still there for an instance that starts: entries are dropped after a minute. */
    private static final long KEPT_MILLIS = 30_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final SharedReports shared;
    private final Supplier<String> namespace;
    private final String id;
    private final ReportPublisher publisher;
    private final InstantSource clock;
    private final BackgroundTasks background;
    private final Questions questions = new Questions();
    private final OtherInstances others = new OtherInstances();
    private final ReportParts parts = new ReportParts();
    private final FirstAnswers answers = new FirstAnswers();

    private volatile boolean closed;
    /** Whether another instance may not know this one: it has started, or the other has. */
    private volatile boolean isNew = true;

    // guarded by this object
    private long directoryMillis = NEVER;
    private boolean directoryPending;

    /**
     * An exchange that was not asked so far.
     *
     * @param id of this instance
     * @param own makes its report
     * @param clock the cluster's time
     * @param background runs what a thread of the cluster must not do
     */
    public ReportExchange(
            SharedReports shared,
            Supplier<String> namespace,
            String id,
            Supplier<InstanceReport> own,
            InstantSource clock,
            Executor background,
            OncePerMinuteLog problems) {
        this.shared = shared;
        this.namespace = namespace;
        this.id = id;
        this.publisher = new ReportPublisher(shared, namespace, id, () -> {
            InstanceReport report = own.get();
            others.started(report.instance());
            return report;
        });
        this.clock = clock;
        this.background = new BackgroundTasks(background, problems);
        shared.onMessage(this::heard);
    }

    /** What was said by others so far. */
    public OtherInstances others() {
        return others;
    }

    /** Since when reports are exchanged. */
    public long askedSinceMillis() {
        return questions.askedSinceMillis();
    }

    /** Whether reports are exchanged now. */
    public boolean isAsked() {
        return questions.isAsked(clock.millis());
    }

    /** Has the parts of reports of that topic written by {@code writer}, see {@link #ask(String)}. */
    public void offer(String topic, BiFunction<String, Integer, String> writer) {
        parts.offer(topic, writer);
    }

    /** The parts of the report that are asked for at present, by name. */
    public Map<String, String> parts() {
        return parts.written(clock.millis());
    }

    /** The members of the cluster that are known by name. */
    public Set<String> members() {
        return shared.members().stream().map(SharedReports.Member::id).collect(Collectors.toSet());
    }

    /**
     * An operator asks this instance. The others are told; if this one was not asked for a while, whether or not
     * another was, waits a fifth of a second for their answers at most.
     */
    public void ask() {
        ask("");
    }

    /** The same for a part of the reports, by its name; empty for none. */
    public void ask(String part) {
        long now = clock.millis();
        boolean isFirst = questions.reads(now);
        asked(now);
        if (!part.isEmpty()) {
            isFirst |= parts.reads(part, now);
            boolean unused = parts.wanted(part, now);
            if (parts.tells(part, now, TELL_MILLIS)) {
                shared.send(new ReportMessage(ReportMessage.WANT, namespace.get(), id, part).encode());
            }
        }
        if (questions.tells(now, SOONEST_MILLIS)) {
            shared.send(new ReportMessage(ReportMessage.ASK, namespace.get(), id).encode());
            background.run(() -> readDirectory(now));
        }
        if (isFirst) {
            // one that has published a moment ago, because another was asked, does not do so again
            Set<String> members = members();
            if (!members.isEmpty()) {
                answers.await(
                        () -> others.fresh(part, members, now, SOONEST_MILLIS, clock.millis()) + 1 >= members.size(),
                        () -> others.toRead(0, members, now).forEach(this::read));
            }
        }
    }

    private void asked(long atMillis) {
        if (questions.asked(atMillis)) {
            others.asked(atMillis);
        }
    }

    /** Called once a second: publishes, or reads the directory. Does not wait. */
    public void tick() {
        long now = clock.millis();
        boolean publishes = questions.isAsked(now) && publisher.publish(now, PUBLISH_MILLIS);
        if (!publishes) {
            boolean unused = isNew && publisher.publish(now, KEPT_MILLIS);
            readDirectory(now);
            others.toMeet(PUBLISH_MILLIS, now).forEach(this::read);
        }
        if (questions.isAsked(now)) {
            Set<String> members = members();
            boolean reading = questions.isReading(now);
            others.toRead(reading ? PUBLISH_MILLIS : IDLE_READ_MILLIS, members, now)
                    .forEach(this::read);
            others.sweep(members, now);
        }
    }

    private void read(String instance) {
        var unused = shared.get(ReportPublisher.entry(namespace.get(), instance))
                .thenAccept(text -> {
                    if (text != null) {
                        // not on the thread of the cluster: a report can be long
                        background.run(() -> take(text));
                    }
                });
    }

    private void take(String text) {
        ReportCodec.decode(text)
                .filter(report -> report.instance().namespace().equals(namespace.get()))
                .filter(report -> !report.instance().id().equals(id))
                .ifPresent(report -> {
                    boolean unused = others.read(report, clock.millis());
                    answers.news();
                });
    }

    private void readDirectory(long now) {
        synchronized (this) {
            if (closed || (directoryPending && now - directoryMillis < LOST_MILLIS)) {
                return;
            }
            directoryPending = true;
            directoryMillis = now;
        }
        String name = namespace.get();
        var unused = shared.get(name).whenComplete((text, failure) -> {
            synchronized (this) {
                directoryPending = false;
            }
            if (failure == null) {
                readDirectory(name, text);
            }
        });
    }

    private void readDirectory(String name, @Nullable String text) {
        Optional<ReportDirectory> read =
                text == null ? Optional.of(ReportDirectory.EMPTY) : ReportDirectory.decode(text);
        if (read.isEmpty()) {
            // a later version of Weir wrote it: its instances and this one do not understand each other's reports
            return;
        }
        long now = clock.millis();
        ReportDirectory directory = read.get();
        long saidMillis = Math.min(directory.askedMillis(), now);
        if (now - saidMillis <= Questions.ASKED_MILLIS) {
            asked(saidMillis);
        }
        boolean isListed = directory.ids().contains(id);
        // before others are found in it, to whom this one is new
        isNew = isNew && !isListed;
        directory.ids().stream().filter(each -> !each.equals(id)).forEach(each -> meets(others.listed(each, now)));
        boolean renews = questions.isReading(now) && now - directory.askedMillis() >= RENEW_MILLIS;
        if (renews || (!isListed && (isNew || questions.isAsked(now)))) {
            ReportDirectory next = directory.with(
                    id, Math.max(questions.readingMillis(), directory.askedMillis()), others.gone(members(), now));
            // if others write at the same time, it is tried again in a second
            var unused = shared.replace(name, text, next.encode());
        }
    }

    private void heard(String text) {
        Optional<ReportMessage> heard =
                ReportMessage.decode(text).filter(each -> each.namespace().equals(namespace.get()));
        heard.ifPresent(message -> {
            long now = clock.millis();
            meets(others.heard(message.id(), now));
            switch (message.kind()) {
                case ReportMessage.ASK -> {
                    asked(now);
                    background.run(this::answer);
                }
                case ReportMessage.WANT -> {
                    asked(now);
                    if (parts.wanted(message.part(), now)) {
                        // the report of a moment ago lacks it
                        background.run(() -> {
                            var unused = publisher.publish(clock.millis(), 0);
                        });
                    }
                }
                case ReportMessage.PUBLISHED -> {
                    if (questions.isReading(now) || others.isUnread(message.id())) {
                        others.reads(message.id(), now);
                        read(message.id());
                    }
                }
                case ReportMessage.LEFT -> {
                    others.left(message.id(), now);
                    read(message.id());
                }
                default -> {
                    // it is there, or says what later versions know
                }
            }
        });
    }

    private void meets(boolean unknown) {
        if (unknown) {
            isNew = true;
        }
    }

    private void answer() {
        boolean unused = publisher.publish(clock.millis(), SOONEST_MILLIS);
    }

    /** Publishes the last report, for the others to keep, and waits for that a fifth of a second at most. */
    public void close() {
        closed = true;
        publisher.close();
    }
}
