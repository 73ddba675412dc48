package dev.weir.monitor;

import dev.weir.engine.PolicyDecision;
import dev.weir.monitor.count.BlockedKey;
import dev.weir.monitor.count.BlockedKey.Subject;
import dev.weir.store.CounterId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The keys that this instance has blocked last, until their blocks are over. When an instance says that a counter was
 * reset or that permits came back to it, the counter is looked at: the block may have been ended. That a block was
 * ended is remembered for a while, because reports of other instances may still have it. Safe for use by many threads;
 * no request uses it.
 */
final class BlockedLog {

    /** The oldest make room for others. */
    static final int MOST = 1_000;
    /** After that, no report has a block any more that was ended. */
    static final long ENDED_MILLIS = TimeUnit.SECONDS.toMillis(60);
    /** Counters that are looked at in a second: each may take a look into the grid. */
    private static final int MOST_LOOKS = 10;
    /** A block is known a second after it begins, or some more: what was changed meanwhile is remembered. */
    private static final long RECENT_MILLIS = TimeUnit.SECONDS.toMillis(5);
    /** The text that stands for any counter. */
    private static final String ANY = "";

    private final Function<CounterId, String> text;
    // guarded by this object
    private final Map<Subject, Entry> blocked = new LinkedHashMap<>();
    private final Map<Subject, Long> ended = new LinkedHashMap<>();
    private final Set<Subject> doubtful = new LinkedHashSet<>();
    /** When counters were changed last, in the last seconds, by the texts under which they are stored. */
    private final Map<String, Long> changed = new LinkedHashMap<>();

    /** @param text the text under which a counter is stored */
    BlockedLog(Function<CounterId, String> text) {
        this.text = text;
    }

    private record Entry(BlockedKey key, CounterId counter) {}

    /** A block began with {@code decision}, up to some seconds ago: it can have been ended since. */
    synchronized void add(PolicyDecision decision, BlockedKey key) {
        if (ended.getOrDefault(key.subject(), Long.MIN_VALUE) >= key.sinceMillis()) {
            return;
        }
        // anew, so that it comes last
        blocked.remove(key.subject());
        Entry entry = new Entry(key, decision.charge().counter());
        blocked.put(key.subject(), entry);
        if (isChangedSince(entry)) {
            doubtful.add(key.subject());
        }
        if (blocked.size() > MOST) {
            blocked.remove(blocked.keySet().iterator().next());
        }
    }

    private boolean isChangedSince(Entry entry) {
        long since = entry.key.sinceMillis();
        return !changed.isEmpty()
                && (changed.getOrDefault(ANY, Long.MIN_VALUE) >= since
                        || changed.getOrDefault(text.apply(entry.counter), Long.MIN_VALUE) >= since);
    }

    /** An operator has reset {@code key}, or ended its block, on this instance. */
    synchronized void end(Subject key, long nowMillis) {
        blocked.remove(key);
        doubtful.remove(key);
        ended.put(key, nowMillis);
        if (ended.size() > MOST) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    /**
     * A counter may have been changed, by another instance or in a cluster that does not answer.
     *
     * @param stored the text under which it is stored; empty if it can be any
     */
    synchronized void doubt(String stored, long nowMillis) {
        // too many are as good as any
        changed.merge(changed.size() < MOST ? stored : ANY, nowMillis, Math::max);
        blocked.forEach((subject, entry) -> {
            if (stored.equals(ANY) || stored.equals(text.apply(entry.counter))) {
                doubtful.add(subject);
            }
        });
    }

    /**
     * Called once a second: blocks that are over are forgotten, doubtful ones looked at.
     *
     * @param look until when a counter is blocked, in milliseconds since the epoch; empty if that is not known at
     *     present; may wait for a while, but not longer for all that it is called for
     */
    void tick(long nowMillis, Function<CounterId, OptionalLong> look) {
        List<Entry> due = due(nowMillis);
        int place = 0;
        boolean answers = true;
        while (answers && place < due.size()) {
            Entry entry = due.get(place++);
            OptionalLong until = look.apply(entry.counter);
            until.ifPresent(millis -> looked(entry, millis, nowMillis));
            answers = until.isPresent();
        }
        if (!answers) {
            // a cluster that is silent is waited for once; the others come first the next time
            due.subList(place, due.size()).forEach(this::doubtAgain);
            doubtAgain(due.get(place - 1));
        }
    }

    private synchronized List<Entry> due(long nowMillis) {
        blocked.values().removeIf(each -> each.key.untilMillis() <= nowMillis);
        ended.values().removeIf(millis -> millis + ENDED_MILLIS < nowMillis);
        changed.values().removeIf(millis -> millis + RECENT_MILLIS < nowMillis);
        List<Entry> due = new ArrayList<>();
        doubtful.removeIf(each -> {
            Optional<Entry> entry = Optional.ofNullable(blocked.get(each));
            boolean now = due.size() < MOST_LOOKS;
            if (now) {
                entry.ifPresent(due::add);
            }
            return now || entry.isEmpty();
        });
        return due;
    }

    private synchronized void looked(Entry entry, long untilMillis, long nowMillis) {
        BlockedKey key = entry.key;
        if (!entry.equals(blocked.get(key.subject()))) {
            // blocked anew meanwhile, or ended
            return;
        }
        if (untilMillis <= nowMillis) {
            end(key.subject(), nowMillis);
        } else {
            BlockedKey looked = new BlockedKey(key.policy(), key.key(), untilMillis, key.sinceMillis(), key.why());
            blocked.put(key.subject(), new Entry(looked, entry.counter));
        }
    }

    private synchronized void doubtAgain(Entry entry) {
        doubtful.add(entry.key.subject());
    }

    /** The keys that are blocked, the latest last. */
    synchronized List<BlockedKey> blocked() {
        return blocked.values().stream().map(Entry::key).toList();
    }

    /** When blocks were ended, of the last minute. */
    synchronized Map<Subject, Long> ended() {
        return Map.copyOf(ended);
    }

    /**
     * What several instances have blocked, together, the latest first.
     *
     * @param ended when instances have ended blocks: of keys that were blocked before, nothing is left
     */
    static List<BlockedKey> merge(
            Collection<List<BlockedKey>> blocked, Collection<Map<Subject, Long>> ended, long nowMillis) {
        Map<Subject, Long> ends = new HashMap<>();
        ended.forEach(each -> each.forEach((subject, millis) -> ends.merge(subject, millis, Math::max)));
        Map<Subject, BlockedKey> merged = new HashMap<>();
        for (List<BlockedKey> each : blocked) {
            for (BlockedKey key : each) {
                boolean over = key.untilMillis() <= nowMillis
                        || ends.getOrDefault(key.subject(), Long.MIN_VALUE) >= key.sinceMillis();
                if (!over) {
                    merged.merge(key.subject(), key, BlockedKey::later);
                }
            }
        }
        return merged.values().stream().sorted(BlockedKey.LATEST_FIRST).toList();
    }
}
