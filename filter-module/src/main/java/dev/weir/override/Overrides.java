package dev.weir.override;

import dev.weir.Limit;
import dev.weir.LimitOverride;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import dev.weir.text.LimitReader;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The overrides of one application, as this instance knows them: a look-up for decisions. Safe for use by many threads.
 */
public final class Overrides {

    /** What an override is about; there is one of a kind. An empty key stands for all keys. */
    private record Subject(LimitOverride.Kind kind, String policy, String key) {

        static Subject of(LimitOverride override) {
            return new Subject(
                    override.kind(), override.policy(), override.key().orElse(""));
        }
    }

    /** An override, and the policies with its limits that were made so far. */
    private record Known(LimitOverride override, Map<Policy, Policy> limited) {

        Policy limit(Policy policy, ZoneId zone) {
            return limited.computeIfAbsent(
                    policy, base -> base.withLimits(LimitReader.readAll(override.value(), zone)));
        }
    }

    private final Map<Subject, Known> all = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final ZoneId zone;

    /**
     * No overrides so far.
     *
     * @param clock says which overrides have ended
     * @param zone the time zone of calendar windows
     */
    public Overrides(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /** Overrides of which there will be none. */
    public static Overrides none() {
        return new Overrides(() -> Instant.EPOCH, ZoneOffset.UTC);
    }

    /** Replaces {@code before} by {@code after}. Those that are in both hold without a break. */
    void replace(List<LimitOverride> before, List<LimitOverride> after) {
        Set<Subject> gone = new HashSet<>();
        before.forEach(each -> gone.add(Subject.of(each)));
        for (LimitOverride each : after) {
            Subject subject = Subject.of(each);
            all.put(subject, new Known(each, new ConcurrentHashMap<>()));
            gone.remove(subject);
        }
        gone.forEach(all::remove);
    }

    /** The clock by which overrides end. */
    public InstantSource clock() {
        return clock;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether there is one about the same that {@code override} takes the place of. */
    boolean has(LimitOverride override) {
        return all.containsKey(Subject.of(override));
    }

    int size() {
        return all.size();
    }

    /** Those that hold now. */
    Stream<LimitOverride> present() {
        Instant now = clock.instant();
        return all.values().stream().map(Known::override).filter(each -> each.holdsAt(now));
    }

    /**
     * {@code policy} with the limits that hold for a key now.
     *
     * @param key the text under which the counters of the key are stored
     */
    public Policy limited(Policy policy, String key) {
        Known own = find(LimitOverride.Kind.LIMIT, policy.name(), key);
        Known known = own == null ? find(LimitOverride.Kind.LIMIT, policy.name(), "") : own;
        return known == null ? policy : known.limit(policy, zone);
    }

    /** The tier that was set for a key; empty if none was. */
    public Optional<String> tier(String policy, String key) {
        return Optional.ofNullable(find(LimitOverride.Kind.TIER, policy, key))
                .map(known -> known.override().value());
    }

    /**
     * The verdict on a key that is blocked; empty if it is not. A block without an end lasts for a year from now.
     *
     * @param key the text under which the counters of the key are stored
     */
    public Optional<Verdict> refusal(Policy policy, String key, long permits) {
        Known block = find(LimitOverride.Kind.BLOCK, policy.name(), key);
        if (block == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant end = block.override().until().orElse(now.plus(Limit.LONGEST_WINDOW));
        State blocked = State.blockedUntil(end.toEpochMilli());
        return Optional.of(policy.peek(blocked, permits, now.toEpochMilli()));
    }

    private @Nullable Known find(LimitOverride.Kind kind, String policy, String key) {
        Known known = all.get(new Subject(kind, policy, key));
        return known != null && known.override().holdsAt(clock.instant()) ? known : null;
    }
}
