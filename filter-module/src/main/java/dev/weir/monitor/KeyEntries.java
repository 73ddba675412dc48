package dev.weir.monitor;

import dev.weir.LimitOverride;
import dev.weir.monitor.count.BlockedKey;
import dev.weir.monitor.count.KeyCount;
import dev.weir.monitor.count.SketchView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the entries of a listing, of what is known of several policies. */
final class KeyEntries {

    private static final Comparator<KeyListing.Entry> BY_POLICY = Comparator.comparing(KeyListing.Entry::policy);

    private KeyEntries() {}

    /**
     * What is known of a policy's keys. Immutable.
     *
     * @param blocked the keys that are blocked, the latest first
     */
    record OfPolicy(String policy, SketchView used, List<BlockedKey> blocked) {

        private List<KeyListing.Entry> entries(KeyListing.Order order) {
            Map<String, KeyCount> counts = new HashMap<>();
            used.keys().forEach(each -> counts.put(each.key(), each));
            Map<String, BlockedKey> blocks = new HashMap<>();
            blocked.forEach(each -> blocks.merge(each.key(), each, BlockedKey::later));
            List<KeyListing.Entry> entries = new ArrayList<>();
            if (order == KeyListing.Order.BLOCKED) {
                for (BlockedKey each : blocks.values()) {
                    entries.add(entry(counts.getOrDefault(each.key(), unused(each.key())), Optional.of(each)));
                }
            } else {
                for (KeyCount each : counts.values()) {
                    if (order == KeyListing.Order.TOP || each.refused() > 0) {
                        entries.add(entry(each, Optional.ofNullable(blocks.get(each.key()))));
                    }
                }
            }
            return entries;
        }

        /** A key that no sketch has: it was used at most as often as the floor says. */
        private KeyCount unused(String key) {
            return new KeyCount(key, used.floor(), used.floor(), 0, OptionalLong.empty(), 0, 0, 0);
        }

        private KeyListing.Entry entry(KeyCount count, Optional<BlockedKey> block) {
            return new KeyListing.Entry(
                    policy,
                    count,
                    block.map(each -> OptionalLong.of(each.untilMillis())).orElse(OptionalLong.empty()),
                    block.map(each -> OptionalLong.of(each.sinceMillis())).orElse(OptionalLong.empty()),
                    block.map(BlockedKey::why));
        }
    }

    /** The keys of all of {@code policies} in that order. */
    static List<KeyListing.Entry> sorted(List<OfPolicy> policies, KeyListing.Order order) {
        List<KeyListing.Entry> all = new ArrayList<>();
        policies.forEach(each -> all.addAll(each.entries(order)));
        all.sort(comparator(order));
        return all;
    }

    /** The block of a key that an operator has set. */
    static BlockedKey blockOf(LimitOverride block) {
        return new BlockedKey(
                block.policy(),
                block.key().orElseThrow(),
                block.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE),
                block.since().toEpochMilli(),
                "by " + block.by() + ": " + block.reason());
    }

    private static Comparator<KeyListing.Entry> comparator(KeyListing.Order order) {
        return switch (order) {
            case TOP ->
                Comparator.comparing(KeyListing.Entry::used, KeyCount.MOST_USED_FIRST)
                        .thenComparing(BY_POLICY);
            case REFUSED ->
                Comparator.comparing(KeyListing.Entry::used, KeyCount.MOST_REFUSED_FIRST)
                        .thenComparing(BY_POLICY);
            case BLOCKED ->
                Comparator.<KeyListing.Entry>comparingLong(
                                each -> -each.sinceMillis().orElse(0))
                        .thenComparing(BY_POLICY)
                        .thenComparing(each -> each.used().key());
        };
    }
}
