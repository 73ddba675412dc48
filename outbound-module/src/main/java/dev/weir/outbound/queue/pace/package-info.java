/**
 * What holds calls back although there are permits: the pause and the share of the rate that all instances keep ({@link
 * dev.weir.outbound.queue.pace.Pacing}), and calls that arrive late ({@link dev.weir.outbound.queue.pace.Arrivals}).
 */
@NullMarked
package dev.weir.outbound.queue.pace;

import org.jspecify.annotations.NullMarked;
