package dev.weir.store;

import dev.weir.core.Policy;

/** The one text under which a counter is found, here and in the grid: {@code login|4:203.0.113.9}. */
final class CounterId {

    private CounterId() {}

    /** No policy's name contains the separator, so two counters never share an id. */
    static String of(Policy policy, String key) {
        return policy.name() + '|' + key;
    }
}
