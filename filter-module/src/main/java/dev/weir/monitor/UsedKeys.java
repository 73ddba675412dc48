package dev.weir.monitor;

import dev.weir.LimitOverride;
import dev.weir.monitor.count.BlockedKey;
import dev.weir.monitor.count.KeyCount;
import dev.weir.monitor.count.SketchView;
import dev.weir.monitor.count.Sketches;
import dev.weir.monitor.report.OtherInstances;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** Which keys are used, refused and blocked, on all instances, and by operators. Safe for use by many threads. */
final class UsedKeys {

    private final MonitorParts parts;
    private final Sketches sketches;
    private final BlockedLog blocked;
    private final LongFunction<List<OtherInstances.Known>> others;
    private final KeyListings listings = new KeyListings();

    /**
     * @param sketches how often keys are used on this instance
     * @param blocked which are blocked on this instance
     * @param others what the other instances have told, at a time
     */
    UsedKeys(
            MonitorParts parts,
            Sketches sketches,
            BlockedLog blocked,
            LongFunction<List<OtherInstances.Known>> others) {
        this.parts = parts;
        this.sketches = sketches;
        this.blocked = blocked;
        this.others = others;
    }

    /** A page of those of one policy, or of all. */
    KeyListing page(Optional<String> policy, KeyListing.Order order, int limit, Optional<String> cursor) {
        // a cursor of another listing goes on at its place of this one
        String listing = parts.instance() + '-' + Integer.toHexString(Objects.hash(policy.orElse(""), order.name()));
        return listings.page(() -> list(policy, order), limit, cursor, listing);
    }

    private List<KeyListing.Entry> list(Optional<String> policy, KeyListing.Order order) {
        long now = parts.clock().millis();
        List<OtherInstances.Known> present = others.apply(now);
        List<BlockedKey> blocks = blocked(present, now);
        Collection<String> policies =
                policy.<Collection<String>>map(Set::of).orElseGet(() -> policiesOf(present, blocks));
        List<KeyEntries.OfPolicy> all = new ArrayList<>();
        for (String each : policies) {
            List<BlockedKey> own =
                    blocks.stream().filter(key -> key.policy().equals(each)).toList();
            all.add(new KeyEntries.OfPolicy(each, counts(each, present), own));
        }
        return KeyEntries.sorted(all, order);
    }

    private Set<String> policiesOf(List<OtherInstances.Known> present, List<BlockedKey> blocks) {
        Set<String> policies = new TreeSet<>(sketches.policies());
        present.forEach(each -> policies.addAll(each.report().sketches().keySet()));
        blocks.forEach(each -> policies.add(each.policy()));
        return policies;
    }

    private SketchView counts(String policy, List<OtherInstances.Known> present) {
        List<SketchView> views = new ArrayList<>();
        views.add(sketches.of(policy));
        present.forEach(each -> views.add(each.report().sketches().getOrDefault(policy, SketchView.EMPTY)));
        return SketchView.merge(views);
    }

    /** How often {@code key} was used under {@code policy}; empty if that is not known. */
    Optional<KeyCount> use(String policy, String key) {
        return counts(policy, others.apply(parts.clock().millis())).keys().stream()
                .filter(each -> each.key().equals(key))
                .findFirst();
    }

    /** Those that are blocked, on any instance or by an operator, the latest first. */
    List<BlockedKey> blocked(List<OtherInstances.Known> present, long now) {
        List<List<BlockedKey>> all = new ArrayList<>();
        List<Map<BlockedKey.Subject, Long>> ended = new ArrayList<>();
        all.add(blocked.blocked());
        ended.add(blocked.ended());
        for (OtherInstances.Known each : present) {
            all.add(each.report().blocked());
            ended.add(each.report().ended());
        }
        List<BlockedKey> byOperators = parts.overrides().get().stream()
                .filter(each ->
                        each.kind() == LimitOverride.Kind.BLOCK && each.key().isPresent())
                .map(KeyEntries::blockOf)
                .toList();
        return Stream.concat(BlockedLog.merge(all, ended, now).stream(), byOperators.stream())
                .sorted(BlockedKey.LATEST_FIRST)
                .toList();
    }
}
