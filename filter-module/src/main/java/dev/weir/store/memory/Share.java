package dev.weir.store.memory;

import dev.weir.core.Policy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The part of each limit that an instance may use while it counts alone. For every permit it takes one for each member
 * that may be doing the same, from what was left when it last saw the counter. A limit with fewer permits than members
 * still admits one per instance. Safe for use by many threads.
 */
public final class Share {

    private final IntSupplier members;
    /** By policy name: creating one takes longer than a decision. */
    private final Map<String, Part> parts = new ConcurrentHashMap<>();

    /**
     * An even part.
     *
     * @param members how many instances share a limit while they count alone
     */
    public Share(IntSupplier members) {
        this.members = members;
    }

    private record Part(Policy whole, boolean blocks, Policy policy) {

        boolean isFor(Policy asked, boolean blocking, int sharers) {
            return whole.equals(asked) && blocks == blocking && policy.sharers() == sharers;
        }
    }

    /** Whether this instance has all limits to itself. */
    public boolean isWhole() {
        return members.getAsInt() == 1;
    }

    /** The policy that counts on this instance in place of {@code policy}. */
    public Policy of(Policy policy, boolean blocks) {
        int sharers = members.getAsInt();
        Part known = parts.get(policy.name());
        if (known != null && known.isFor(policy, blocks, sharers)) {
            return known.policy;
        }
        Policy own = blocks ? policy : policy.withBlock(policy.block().beginningNone());
        Policy part = own.sharedBy(sharers);
        parts.put(policy.name(), new Part(policy, blocks, part));
        return part;
    }
}
