/**
 * What an instance knows of the permits of one line: what it took itself ({@link
 * dev.weir.outbound.queue.permits.OwnUse}), what should be free ({@link dev.weir.outbound.queue.permits.Supply}), how
 * long others wait for theirs ({@link dev.weir.outbound.queue.permits.Forecast}) and what is left to other instances
 * ({@link dev.weir.outbound.queue.permits.FairShare}). No operation of the counter begins here.
 */
@NullMarked
package dev.weir.outbound.queue.permits;

import org.jspecify.annotations.NullMarked;
