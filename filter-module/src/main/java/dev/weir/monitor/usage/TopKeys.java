package dev.weir.monitor.usage;

import dev.weir.Key;
import dev.weir.engine.PolicyDecision;
import dev.weir.monitor.count.KeyCount;
import dev.weir.monitor.count.Sighting;
import dev.weir.monitor.count.Sketches;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** The keys with the most requests of one day on this instance, in a sketch. Safe for use by many threads. */
final class TopKeys {

    private static final char SEPARATOR = ':';

    private final Function<Key, String> shown;
    private final long beganMillis;
    private final Sketches sketches;

    /**
     * Of a day that begins now, for this instance.
     *
     * @param shown the text that is kept of a key
     */
    TopKeys(Function<Key, String> shown, long nowMillis) {
        this.shown = shown;
        this.beganMillis = nowMillis;
        // is told of no hours, so that nothing is halved
        this.sketches = new Sketches(nowMillis);
    }

    /** @param weight how many decisions this one stands for */
    void add(PolicyDecision decision, int weight) {
        Key key = decision.charge().counter().key();
        sketches.add(
                decision.policy(),
                new Sighting(
                        key.kind().name() + SEPARATOR + key.value(),
                        weight,
                        !decision.allowed(),
                        OptionalLong.empty(),
                        0,
                        0,
                        beganMillis));
    }

    /** The keys of {@code policy} with the most requests, masked, at most {@code most} of them. */
    List<UsageReport.KeyCount> of(String policy, int most) {
        return sketches.of(policy).keys().stream()
                .sorted(KeyCount.MOST_USED_FIRST)
                .limit(most)
                .map(each -> new UsageReport.KeyCount(shown.apply(key(each.key())), each.count()))
                .toList();
    }

    private static Key key(String text) {
        int end = text.indexOf(SEPARATOR);
        return new Key(Key.Kind.valueOf(text.substring(0, end)), text.substring(end + 1));
    }
}
