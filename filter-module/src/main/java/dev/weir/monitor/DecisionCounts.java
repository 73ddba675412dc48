package dev.weir.monitor;

import dev.weir.engine.FullestLimit;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.PolicyDecision;
import dev.weir.monitor.count.BlockedKey;
import dev.weir.monitor.count.Sighting;
import dev.weir.monitor.count.Sketches;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts decisions by key, and tells of the blocks that begin with them. For use by one thread. */
final class DecisionCounts {

    /** Blocks that are events of their own, in a second: the ring of events would have no room for others. */
    static final int MOST_EVENTS = 100;

    private static final String BLOCKED = "blocked";
    private static final String EXCEEDED = "limit exceeded";

    private final KeyCodec storedKey;
    private final Sketches sketches;
    private final BlockedLog blocked;
    private final LiveBuckets live;
    private int blocks;

    DecisionCounts(KeyCodec storedKey, Sketches sketches, BlockedLog blocked, LiveBuckets live) {
        this.storedKey = storedKey;
        this.sketches = sketches;
        this.blocked = blocked;
        this.live = live;
    }

    /** Counts {@code decision}, which stands for {@code weight}; with 0, only the block that it begins. */
    void count(PolicyDecision decision, int weight, long nowMillis) {
        String policy = decision.policy();
        String key = storedKey.textOf(decision.charge().counter().key());
        if (weight > 0) {
            long remaining = decision.remaining();
            sketches.add(
                    policy,
                    new Sighting(
                            key,
                            weight,
                            !decision.allowed(),
                            remaining == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(remaining),
                            decision.fullest().map(FullestLimit::usedHundredths).orElse(0),
                            decision.level(),
                            nowMillis));
        }
        if (decision.beginsBlock()) {
            long until = decision.blockedUntilMillis().orElse(nowMillis);
            long since = decision.decidedMillis().orElse(nowMillis);
            String why = decision.limit().map(limit -> EXCEEDED + ": " + limit).orElse(EXCEEDED);
            blocked.add(decision, new BlockedKey(policy, key, until, since, why));
            blocks++;
            if (blocks <= MOST_EVENTS) {
                live.event(BLOCKED, Optional.of(policy), Optional.of(key), why, nowMillis);
            }
        }
    }

    /** Called once a second, after its decisions were counted. */
    void tick(long nowMillis) {
        if (blocks > MOST_EVENTS) {
            String more = "and " + (blocks - MOST_EVENTS) + " more";
            live.event(BLOCKED, Optional.empty(), Optional.empty(), more, nowMillis);
        }
        blocks = 0;
        sketches.tick(nowMillis);
    }
}
