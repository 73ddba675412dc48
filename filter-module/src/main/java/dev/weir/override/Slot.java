package dev.weir.override;

import dev.weir.LimitOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A few overrides that are changed together, because their hash codes are equal. Immutable.
 *
 * <pre>
 * 1|1763690000000;limit|api|u:alice|500/1m|1763690000000|1763697200000|admin|support case
 * </pre>
 *
 * Schema and version, then the overrides, see {@link OverrideCodec}. Those that only a later version of Weir knows are
 * kept.
 *
 * @param version the time of the last change in milliseconds since the epoch, or one more than the version before, if
 *     that is later: it only grows, and a cluster that begins anew goes on above what an earlier one kept
 * @param texts the overrides
 */
record Slot(long version, List<String> texts) {

    /** A slot that was never written to. */
    static final Slot EMPTY = new Slot(0, List.of());

    private static final String SCHEMA = "1|";
    private static final String SEPARATOR = ";";

    Slot {
        texts = List.copyOf(texts);
    }

    /** This slot with {@code override} in place of the one before, and without those that have ended. */
    Slot with(LimitOverride override, Instant now) {
        List<String> all = othersThan(override, now);
        all.add(OverrideCodec.encode(override));
        return new Slot(next(now), all);
    }

    /** This slot without {@code override}, whatever its value, and without those that have ended. */
    Slot without(LimitOverride override, Instant now) {
        return new Slot(next(now), othersThan(override, now));
    }

    private long next(Instant now) {
        return Math.max(version + 1, now.toEpochMilli());
    }

    private List<String> othersThan(LimitOverride override, Instant now) {
        String identity = OverrideCodec.identity(override);
        List<String> others = new ArrayList<>(texts);
        others.removeIf(text ->
                OverrideCodec.identity(text).equals(identity) || OverrideCodec.endMillis(text) <= now.toEpochMilli());
        return others;
    }

    /** The overrides that this version of Weir knows. */
    List<LimitOverride> overrides() {
        return texts.stream()
                .map(OverrideCodec::decode)
                .flatMap(Optional::stream)
                .toList();
    }

    /** When the last override ends, whatever its kind; {@code nowMillis} at the earliest. */
    long neededUntilMillis(long nowMillis) {
        return texts.stream().mapToLong(OverrideCodec::endMillis).reduce(nowMillis, Math::max);
    }

    String encode() {
        StringBuilder text = new StringBuilder(SCHEMA).append(version);
        texts.forEach(each -> text.append(SEPARATOR).append(each));
        return text.toString();
    }

    /** The slot that {@code text} encodes; empty if other software wrote it. */
    static Optional<Slot> decode(String text) {
        if (!text.startsWith(SCHEMA)) {
            return Optional.empty();
        }
        String[] parts = text.split(SEPARATOR, -1);
        try {
            long version = Long.parseLong(parts[0].substring(SCHEMA.length()));
            return Optional.of(new Slot(version, List.of(parts).subList(1, parts.length)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
