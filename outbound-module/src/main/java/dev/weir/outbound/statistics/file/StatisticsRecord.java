package dev.weir.outbound.statistics.file;

import dev.weir.outbound.statistics.Totals;
import java.time.Instant;

/**
 * What one policy did on one instance in one interval. Immutable.
 *
 * @param from the end of the interval that was written before
 * @param to the end of this one
 * @param counted what was counted in between
 * @param queued callers that wait at the end
 */
record StatisticsRecord(Instant from, Instant to, String instance, String policy, Totals counted, int queued) {}
