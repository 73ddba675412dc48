package dev.weir.monitor;

import dev.weir.monitor.count.Counts;
import dev.weir.monitor.report.InstanceReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What other instances have decided from second to second, as far as their reports tell: these come every two seconds,
 * so a half counts for this second, and the rest for the next one. For use by one thread.
 */
final class GrowthOfOthers {

    /** What was decided in a longer time is not what happens now. */
    private static final long LONGEST_MILLIS = 15_000;

    private final Map<String, InstanceReport> last = new HashMap<>();
    private Counts rest = Counts.NONE;

    /** Called once a second, with the last reports, also of those that have left: what is new. */
    Counts step(List<InstanceReport> reports) {
        Counts grown = Counts.NONE;
        Map<String, InstanceReport> known = new HashMap<>();
        for (InstanceReport report : reports) {
            InstanceReport before = last.get(report.instance().id());
            if (before != null
                    && report.sequence() > before.sequence()
                    && report.atMillis() - before.atMillis() <= LONGEST_MILLIS) {
                grown = grown.plus(report.counts().since(before.counts()));
            }
            known.put(report.instance().id(), report);
        }
        last.clear();
        last.putAll(known);
        Counts half = grown.half();
        Counts step = rest.plus(half);
        rest = grown.since(half);
        return step;
    }
}
