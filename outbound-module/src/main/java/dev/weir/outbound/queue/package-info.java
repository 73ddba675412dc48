/**
 * Waiting for permits: who is next, when to ask the shared counter, and when it is hopeless. {@link
 * dev.weir.outbound.queue.ThrottleQueue} is the entry. Pure of clocks and threads: time is a {@link
 * dev.weir.outbound.queue.Timer}, the counter a {@link dev.weir.outbound.queue.PermitSource}.
 */
@NullMarked
package dev.weir.outbound.queue;

import org.jspecify.annotations.NullMarked;
