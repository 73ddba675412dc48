package dev.weir.monitor.report;

import dev.weir.monitor.count.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of the others. The counts of one that is gone stay; of the oldest of many that are gone,
 * their sum, and nothing more is heard of these. Safe for use by many threads; waits for nothing.
 */
public final class OtherInstances {

    /** One that reports was last heard of at most two seconds ago, unless messages are late. */
    static final long SILENT_MILLIS = 4_000;
    /** An instance that was not heard of for that time is gone, if it is not known whether its member is there. */
    static final long GONE_MILLIS = TimeUnit.SECONDS.toMillis(60);
    /** Of more that are gone, the sum alone is kept. */
    static final int MOST_GONE = 64;
    /** Ids whose counts are in the sum. */
    private static final int MOST_FOLDED = 4_096;

    // guarded by this object
    private final Map<String, Other> all = new HashMap<>();
    private final Set<String> folded = new LinkedHashSet<>();
    /** When the last instance on a member was started; those of members that are gone are forgotten. */
    private final Map<String, Long> starts = new HashMap<>();

    private Counts sum = Counts.NONE;
    private long askedSinceMillis;

    private final class Other {

        private @Nullable InstanceReport report;
        private long heardMillis;
        private long readMillis;
        /** When its report was last taken in, whether or not it was a new one. */
        private long takenMillis;

        private boolean left;

        /**
         * Whether it is gone: it said so, or its member is, or another has started there since. A member that is there
         * may be frozen, however long nothing was heard of it. If members are not known, an instance is gone of which
         * nothing was heard for long, though it was asked.
         */
        boolean isGone(Set<String> members, long nowMillis) {
            InstanceReport last = report;
            if (left || last == null || last.instance().member().isEmpty() || members.isEmpty()) {
                return left || nowMillis - Math.max(heardMillis, askedSinceMillis) > GONE_MILLIS;
            }
            String member = last.instance().member();
            return !members.contains(member) || last.atMillis() < starts.getOrDefault(member, 0L);
        }
    }

    /**
     * Another instance. Immutable.
     *
     * @param report what it said last
     * @param heardMillis when it was last heard of, in milliseconds since the epoch
     */
    public record Known(InstanceReport report, long heardMillis) {

        /** Whether it should have been heard of since. */
        public boolean isSilent(long nowMillis, long askedSinceMillis) {
            return nowMillis - Math.max(heardMillis, askedSinceMillis) > SILENT_MILLIS;
        }
    }

    /** Since that time, instances are asked to report. */
    synchronized void asked(long sinceMillis) {
        askedSinceMillis = sinceMillis;
    }

    /** The instance was started; one that reported last before that, on the same member, has ended. */
    synchronized void started(InstanceReport.Instance instance) {
        starts.merge(instance.member(), instance.startedMillis(), Math::max);
    }

    /** Something was heard of {@code id} at that time. Returns whether it was not known before. */
    synchronized boolean heard(String id, long nowMillis) {
        if (folded.contains(id)) {
            return false;
        }
        boolean isNew = !all.containsKey(id);
        Other other = all.computeIfAbsent(id, unused -> new Other());
        other.heardMillis = Math.max(other.heardMillis, nowMillis);
        other.left = false;
        return isNew;
    }

    /** The directory lists {@code id}. Returns whether it was not known before. */
    synchronized boolean listed(String id, long nowMillis) {
        return !all.containsKey(id) && heard(id, nowMillis);
    }

    /** The instance {@code id} says that it ends. */
    synchronized void left(String id, long nowMillis) {
        boolean unused = heard(id, nowMillis);
        Optional.ofNullable(all.get(id)).ifPresent(each -> each.left = true);
    }

    /** The instances whose reports were last asked for {@code everyMillis} ago; from now on they are asked for. */
    synchronized List<String> toRead(long everyMillis, Set<String> members, long nowMillis) {
        List<String> due = new ArrayList<>();
        all.forEach((id, other) -> {
            // the last report of one that is gone can still be there
            boolean reports = nowMillis - other.heardMillis < GONE_MILLIS || !other.isGone(members, nowMillis);
            if (reports && nowMillis - other.readMillis >= everyMillis) {
                due.add(id);
                other.readMillis = nowMillis;
            }
        });
        return due;
    }

    /** The same for those that were heard of, and of which no report was read so far. */
    synchronized List<String> toMeet(long everyMillis, long nowMillis) {
        List<String> due = new ArrayList<>();
        all.forEach((id, other) -> {
            boolean awaited = other.report == null && nowMillis - other.heardMillis <= GONE_MILLIS;
            if (awaited && nowMillis - other.readMillis >= everyMillis) {
                due.add(id);
                other.readMillis = nowMillis;
            }
        });
        return due;
    }

    /** Whether no report of {@code id} was read so far. */
    synchronized boolean isUnread(String id) {
        Other other = all.get(id);
        return other != null && other.report == null;
    }

    /** The report of {@code id} is being read. */
    synchronized void reads(String id, long nowMillis) {
        Optional.ofNullable(all.get(id)).ifPresent(each -> each.readMillis = nowMillis);
    }

    /** Returns whether {@code report} is newer than what was known. */
    synchronized boolean read(InstanceReport report, long nowMillis) {
        String id = report.instance().id();
        if (folded.contains(id)) {
            return false;
        }
        Other other = all.computeIfAbsent(id, unused -> new Other());
        other.takenMillis = nowMillis;
        started(report.instance());
        boolean isNew = other.report == null || report.sequence() > other.report.sequence();
        if (isNew) {
            other.report = report;
            other.heardMillis = nowMillis;
            other.left |= report.isLast();
        }
        return isNew;
    }

    /** Those that are there, by id. */
    public synchronized List<Known> present(Set<String> members, long nowMillis) {
        List<Known> present = new ArrayList<>();
        for (Other each : all.values()) {
            if (each.report != null && !each.isGone(members, nowMillis)) {
                present.add(new Known(each.report, each.heardMillis));
            }
        }
        present.sort(Comparator.comparing(each -> each.report().instance().id()));
        return present;
    }

    /**
     * How many of those that are there have told how they fare at present.
     *
     * @param part what their reports have to have; empty for nothing more
     * @param sinceMillis their reports were read since then, and made then, or so short a time before
     */
    synchronized long fresh(String part, Set<String> members, long sinceMillis, long shortMillis, long nowMillis) {
        return all.values().stream()
                .filter(each -> each.report != null
                        && each.takenMillis >= sinceMillis
                        && each.report.atMillis() >= sinceMillis - shortMillis
                        && (part.isEmpty() || each.report.parts().containsKey(part))
                        && !each.isGone(members, nowMillis))
                .count();
    }

    /** What those said last that are there or have gone. */
    public synchronized List<InstanceReport> reports() {
        List<InstanceReport> reports = new ArrayList<>();
        for (Other each : all.values()) {
            if (each.report != null) {
                reports.add(each.report);
            }
        }
        return reports;
    }

    /** The ids of those that are gone. */
    synchronized Set<String> gone(Set<String> members, long nowMillis) {
        return all.entrySet().stream()
                .filter(each -> each.getValue().isGone(members, nowMillis))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What those have counted that are gone. */
    public synchronized Counts past(Set<String> members, long nowMillis) {
        Counts past = sum;
        for (Other each : all.values()) {
            if (each.report != null && each.isGone(members, nowMillis)) {
                past = past.plus(each.report.counts());
            }
        }
        return past;
    }

    /** Called now and then: of many instances that are gone, keeps the sum of the oldest. */
    synchronized void sweep(Set<String> members, long nowMillis) {
        List<String> gone = new ArrayList<>(gone(members, nowMillis));
        for (String id : gone) {
            Other other = all.get(id);
            if (other != null && other.report != null) {
                other.report = other.report.ofThePast();
            }
        }
        if (!members.isEmpty()) {
            starts.keySet().retainAll(members);
        }
        int surplus = Math.max(0, gone.size() - MOST_GONE);
        gone.removeIf(id -> nowMillis - heardMillis(id) <= GONE_MILLIS);
        gone.sort(Comparator.comparingLong(this::heardMillis));
        for (String id : gone.subList(0, Math.min(surplus, gone.size()))) {
            fold(id);
        }
    }

    private long heardMillis(String id) {
        Other other = all.get(id);
        return other == null ? 0 : other.heardMillis;
    }

    private void fold(String id) {
        Other other = all.remove(id);
        if (other != null && other.report != null) {
            sum = sum.plus(other.report.counts());
            // its last report may still be there, and must not count again
            folded.add(id);
            if (folded.size() > MOST_FOLDED) {
                folded.remove(folded.iterator().next());
            }
        }
    }
}
