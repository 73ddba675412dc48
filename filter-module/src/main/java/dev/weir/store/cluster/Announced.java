package dev.weir.store.cluster;

import dev.weir.store.gate.Gate;
import dev.weir.store.gate.PendingSettlements;
import java.util.function.Consumer;

/**
 * Does on this instance what others announce. Safe for use by many threads.
 *
 * @param gates passes on every gate that there is
 * @param pending the gates that have leases, among others
 * @param counters hears of counters that were changed, by the text under which they are stored; of an empty text if
 *     that can be any
 * @param texts hears of texts that were changed, by name; of an empty name if that can be any
 */
record Announced(
        Consumer<Consumer<Gate>> gates, PendingSettlements pending, Consumer<String> counters, Consumer<String> texts) {

    /** Does what {@code notice} says; to do it twice does no harm. */
    void apply(Notice notice) {
        switch (notice.kind()) {
            case RECALL ->
                pending.all().stream()
                        .filter(gate -> gate.decides(notice.text()))
                        .forEach(gate -> gate.outside().returnLease());
            case RESET -> recheck(notice.text(), true);
            case RELEASE -> recheck(notice.text(), false);
            case TEXT -> texts.accept(notice.text());
            case EVERYTHING -> everything();
            case UNKNOWN -> {
                // for instances of a later version
            }
        }
    }

    private void recheck(String text, boolean endsLease) {
        gates.accept(gate -> {
            if (text.isEmpty() || gate.decides(text)) {
                gate.outside().recheck(endsLease);
            }
        });
        counters.accept(text);
    }

    /** Any counter may be another than it was, and any text. */
    void everything() {
        texts.accept("");
        gates.accept(gate -> gate.outside().recheck(true));
        counters.accept("");
    }
}
