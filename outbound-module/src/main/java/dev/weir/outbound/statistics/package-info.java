/**
 * What limited calls did: counters in memory, metrics, and files of them that a writer appends to. No call waits for a
 * file.
 */
@NullMarked
package dev.weir.outbound.statistics;

import org.jspecify.annotations.NullMarked;
