/**
 * What waiting lines need of the rest, and what is said between them: where permits, slots and time come from ({@link
 * dev.weir.outbound.queue.port.QueuePorts}), how a line is set ({@link dev.weir.outbound.queue.port.LineSettings}), and
 * the text that its instances share ({@link dev.weir.outbound.queue.port.SharedPace}).
 */
@NullMarked
package dev.weir.outbound.queue.port;

import org.jspecify.annotations.NullMarked;
