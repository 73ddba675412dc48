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

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Consumer<RuntimeException> failed;

    /** Tells {@code failed} what else would be lost in a thread that does not know of it. */
    Mailbox(Consumer<RuntimeException> failed) {
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
        try {
            work.run();
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }
}
