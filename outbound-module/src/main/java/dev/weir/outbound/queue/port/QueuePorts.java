package dev.weir.outbound.queue.port;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What lines need of the rest. Immutable.
 *
 * @param timer the time in which they wait
 * @param clock the time of the cluster
 * @param permits where permits come from
 * @param slots where slots come from
 * @param board where the instances share their pace
 * @param listener is told what happens
 * @param completions completes the futures of those that have their permits: one after the other, in the order in which
 *     it was given them
 * @param operations runs what may wait for the counter: tells it of calls that have ended
 * @param instance distinguishes this instance from the others: letters, digits, {@code -}, {@code .} and {@code _}
 */
public record QueuePorts(
        Timer timer,
        InstantSource clock,
        PermitSource permits,
        SlotSource slots,
        PaceBoard board,
        QueueListener listener,
        Executor completions,
        Executor operations,
        String instance) {

    /** @throws IllegalArgumentException if the name of the instance has another character */
    public QueuePorts {
        if (!instance.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("the name of an instance must be of [A-Za-z0-9._-]");
        }
    }
}
