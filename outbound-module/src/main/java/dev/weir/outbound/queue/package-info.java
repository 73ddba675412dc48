/**
 * Waiting for permits: who is next, when to ask the shared counter, and when it is hopeless. {@link
 * dev.weir.outbound.queue.ThrottleQueue} is the entry. Pure of clocks and threads: time is a {@link
 * dev.weir.outbound.queue.port.Timer}, the counter a {@link dev.weir.outbound.queue.port.PermitSource}.
 *
 * <p>A call is a {@code Waiter} in one {@code Line} for each of its policies. {@code Pump} decides when the first of a
 * line goes; a {@code TakePlan} is then what is asked of the counter, a {@code Take} the asking, and a {@code HandOut}
 * the permits until their calls have ended.
 */
@NullMarked
package dev.weir.outbound.queue;

import org.jspecify.annotations.NullMarked;
