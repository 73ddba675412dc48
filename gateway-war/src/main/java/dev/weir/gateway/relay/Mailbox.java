package dev.weir.gateway.relay;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs what many threads bring one after another, in the thread that comes first, without a lock: who brings something
 * while another thread runs goes on at once.
 */
final class Mailbox {

    private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Consumer<Throwable> failed;

    /** Tells {@code failed} what else would be lost in a thread that does not know of it, also an {@link Error}. */
    Mailbox(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    void post(Runnable work) {
        queue.add(work);
        if (waiting.getAndIncrement() > 0) {
            return;
        }
        do {
            run(queue.poll());
        } while (waiting.decrementAndGet() > 0);
    }

    private void run(@Nullable Runnable work) {
        if (work == null) {
            return;
        }
        // what is thrown here would keep all that comes later waiting for ever
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    private void tell(Throwable defect) {
        try {
            failed.accept(defect);
        } catch (RuntimeException | Error again) {
            defect.addSuppressed(again);
            LOG.log(System.Logger.Level.ERROR, "a defect cannot be dealt with", defect);
        }
    }
}
