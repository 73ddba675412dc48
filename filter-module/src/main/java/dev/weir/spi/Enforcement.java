package dev.weir.spi;

import java.util.Optional;

/**
 * How a policy treats a key at present, besides its limits. Immutable.
 *
 * @param enforced whether it can refuse the key; false if it is off or shadow, or if its roll-out leaves the key out
 * @param concurrency the slots that the key can have in use at once, over all instances
 * @param held the slots of the key that this instance has in use
 */
public record Enforcement(boolean enforced, Optional<Integer> concurrency, int held) {}
