package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.example.Visitor.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Threads that ask one instance as one visitor, while another instance changes what that visitor may do. */
final class Load implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Load.class.getName());
    private static final int THREADS = 4;
    /** So many replies in a row are no coincidence. */
    private static final int ENOUGH = 200;
    /** Changes are promised to hold within two seconds; a machine that is busy with a build may take longer. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Visitor visitor;
    private final PayaraInstance instance;
    private final String path;
    private final AtomicInteger admitted = new AtomicInteger();
    private final Traffic traffic;
    private volatile Expected expected = new Expected(reply -> true);

    /** What replies are expected to be, and how long they were not. */
    private static final class Expected {

        private final Predicate<Reply> holds;
        private final long sinceNanos = System.nanoTime();
        private final AtomicLong lastWrongNanos = new AtomicLong(sinceNanos);
        private final AtomicInteger right = new AtomicInteger();

        Expected(Predicate<Reply> holds) {
            this.holds = holds;
        }

        void see(Reply reply, long begunNanos) {
            if (holds.test(reply)) {
                right.incrementAndGet();
            } else {
                lastWrongNanos.accumulateAndGet(begunNanos, Math::max);
                right.set(0);
            }
        }

        long millis() {
            return (lastWrongNanos.get() - sinceNanos) / 1_000_000;
        }
    }

    Load(Visitor visitor, PayaraInstance instance, String path) {
        this.visitor = visitor;
        this.instance = instance;
        this.path = path;
        this.traffic = Traffic.start(THREADS, number -> ask());
    }

    private Reply ask() {
        var before = expected;
        var begun = System.nanoTime();
        var reply = visitor.get(instance, path);
        if (reply.status() == 200) {
            admitted.incrementAndGet();
        }
        before.see(reply, begun);
        return reply;
    }

    /** How many requests were admitted so far. */
    int admitted() {
        return admitted.get();
    }

    /** Waits until more requests were admitted than that. */
    void awaitAdmitted(int count) {
        await().atMost(Duration.ofMinutes(1)).until(() -> admitted() > count);
    }

    /** Waits until the visitor is refused, and says how many requests were admitted by then. */
    int awaitRefused() {
        expected = new Expected(reply -> reply.status() == 429);
        await().atMost(Duration.ofMinutes(1)).until(() -> expected.right.get() >= ENOUGH);
        return admitted();
    }

    /** Makes a change, and waits until all replies are as they should be by it; logs how long some were not. */
    void awaitChange(String what, Runnable change, Predicate<Reply> holds) {
        awaitChange(what, change, LONGEST, holds);
    }

    void awaitChange(String what, Runnable change, Duration longest, Predicate<Reply> holds) {
        change.run();
        var changed = new Expected(holds);
        expected = changed;
        await(what).atMost(longest.multipliedBy(2)).until(() -> changed.right.get() >= ENOUGH);
        LOG.log(
                System.Logger.Level.INFO,
                "{0}: the last reply as before {1} ms after the change",
                what,
                changed.millis());
        assertThat(changed.millis()).as(what).isLessThan(longest.toMillis());
    }

    /** Lets no more begin, and fails if requests did not get a reply. */
    @Override
    public void close() {
        traffic.close();
        assertThat(traffic.statuses()).isNotEmpty();
    }
}
