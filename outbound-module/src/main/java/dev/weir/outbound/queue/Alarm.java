package dev.weir.outbound.queue;

import dev.weir.outbound.queue.port.Timer;
import java.util.Optional;

/** The one timer of a line. Used by one thread at a time; {@code task} runs on the timer's. */
final class Alarm {

    private record Armed(long nanos, Timer.Cancellable timer) {}

    private final Timer timer;
    private final Runnable task;
    private Optional<Armed> armed = Optional.empty();

    Alarm(Timer timer, Runnable task) {
        this.timer = timer;
        this.task = task;
    }

    /** Wakes the line at a time, and at no other. */
    void set(long nanos) {
        if (armed.filter(each -> each.nanos == nanos).isEmpty()) {
            clear();
            armed = Optional.of(new Armed(nanos, timer.at(nanos, task)));
        }
    }

    void clear() {
        armed.ifPresent(each -> each.timer.cancel());
        armed = Optional.empty();
    }

    /** It has rung. */
    void rang() {
        armed = Optional.empty();
    }
}
