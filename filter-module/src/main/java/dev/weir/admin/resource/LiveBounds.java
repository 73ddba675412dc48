package dev.weir.admin.resource;

import dev.weir.metrics.PolicyTotals;
import dev.weir.monitor.LiveView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Bounds what one answer tells of the past: of what is more, the oldest minutes go, then the oldest seconds. Stateless.
 */
final class LiveBounds {

    /** Characters of the buckets; 1,000 events take less than 300,000 besides. */
    static final long MOST = 1_700_000;
    /** What a bucket takes without its policies: numbers of up to 19 digits for its time and four sources. */
    private static final int BUCKET = 270;
    /** What a policy takes without its name and its digits. */
    private static final int POLICY = 80;

    private LiveBounds() {}

    static LiveView bounded(LiveView view) {
        List<LiveView.Bucket> seconds = newest(view.buckets(), MOST);
        List<LiveView.Bucket> minutes = newest(view.minutes(), MOST - size(seconds));
        return new LiveView(view.sequence(), view.nowMillis(), seconds, view.events(), minutes);
    }

    private static List<LiveView.Bucket> newest(List<LiveView.Bucket> buckets, long most) {
        List<LiveView.Bucket> kept = new ArrayList<>();
        long size = 0;
        for (int i = buckets.size() - 1; i >= 0; i--) {
            size += size(buckets.get(i));
            if (size > most) {
                break;
            }
            kept.add(buckets.get(i));
        }
        Collections.reverse(kept);
        return kept;
    }

    private static long size(List<LiveView.Bucket> buckets) {
        return buckets.stream().mapToLong(LiveBounds::size).sum();
    }

    private static long size(LiveView.Bucket bucket) {
        long size = BUCKET;
        for (Map.Entry<String, PolicyTotals> each : bucket.policies().entrySet()) {
            size += POLICY + each.getKey().length() + digits(each.getValue());
        }
        return size;
    }

    private static int digits(PolicyTotals totals) {
        return digits(totals.allowed())
                + digits(totals.refused())
                + digits(totals.blocked())
                + digits(totals.shadow())
                + digits(totals.exempt())
                + digits(totals.unavailable());
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
