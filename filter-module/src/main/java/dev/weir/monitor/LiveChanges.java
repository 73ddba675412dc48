package dev.weir.monitor;

import dev.weir.LimitOverride;
import dev.weir.health.Health;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what is with what was a second ago, and makes events of what has changed. For use by one thread. */
final class LiveChanges {

    private final LiveBuckets live;
    private Optional<Health> health = Optional.empty();
    private Optional<Set<LimitOverride>> overrides = Optional.empty();
    private Map<String, Statistics.Member> members = new HashMap<>();

    LiveChanges(LiveBuckets live) {
        this.live = live;
    }

    /**
     * Called once a second. What there is the first time is no change.
     *
     * @param members the instances; empty while it is not known how they are
     */
    void tick(Health health, List<LimitOverride> overrides, Optional<List<Statistics.Member>> members, long nowMillis) {
        this.health.ifPresent(before -> compare(before, health, nowMillis));
        this.health = Optional.of(health);
        Set<LimitOverride> present = new HashSet<>(overrides);
        this.overrides.ifPresent(before -> compare(before, present, nowMillis));
        this.overrides = Optional.of(present);
        members.ifPresent(known -> {
            Map<String, Statistics.Member> listed =
                    known.stream().collect(Collectors.toMap(Statistics.Member::id, each -> each, (a, b) -> a));
            compareMembers(this.members, listed, nowMillis);
            this.members = listed;
        });
    }

    private void compare(Health before, Health after, long now) {
        if (before.mode() != after.mode()) {
            add(
                    "mode",
                    Optional.empty(),
                    Optional.empty(),
                    "now " + after.mode().label(),
                    now);
        }
    }

    private void compare(Set<LimitOverride> before, Set<LimitOverride> after, long now) {
        for (LimitOverride each : after) {
            if (!before.contains(each)) {
                add("override", each, "set: " + describe(each), now);
            }
        }
        for (LimitOverride each : before) {
            if (!after.contains(each)) {
                add("override", each, "ended: " + describe(each), now);
            }
        }
    }

    private static String describe(LimitOverride override) {
        return (override.kind().name().toLowerCase(Locale.ROOT) + ' ' + override.value()).strip() + " by "
                + override.by();
    }

    private void compareMembers(Map<String, Statistics.Member> before, Map<String, Statistics.Member> after, long now) {
        after.forEach((id, member) -> {
            Statistics.Member last = before.get(id);
            if (!before.isEmpty() && (last == null || last.state() != member.state())) {
                addOfMember(id + " is " + member.state().label(), now);
            }
        });
        before.forEach((id, member) -> {
            if (!after.containsKey(id) && !reportsNow(member, after)) {
                addOfMember(id + " is gone", now);
            }
        });
    }

    /** A member is listed by its own name until an instance on it reports, which has another name. */
    private static boolean reportsNow(Statistics.Member last, Map<String, Statistics.Member> after) {
        return last.state() == Statistics.State.UNKNOWN
                && after.values().stream().anyMatch(each -> each.member().equals(last.member()));
    }

    private void addOfMember(String text, long now) {
        add("member", Optional.empty(), Optional.empty(), text, now);
    }

    private void add(String event, LimitOverride override, String text, long now) {
        add(event, Optional.of(override.policy()), override.key(), text, now);
    }

    private void add(String event, Optional<String> policy, Optional<String> key, String text, long now) {
        live.event(event, policy, key, text, now);
    }
}
