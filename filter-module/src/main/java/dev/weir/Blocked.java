package dev.weir;

import java.time.Instant;
import java.util.Optional;

/**
 * The event that a block has begun, because a key went on after its limit was used up. Blocks that an operator sets are
 * {@link OverrideChanged}. Fired asynchronously, on the instance that noticed it. Immutable.
 *
 * @param policy the name of the policy
 * @param key the key, which is personal data; its text names the kind alone
 * @param until when the block ends, as far as it is known
 * @param time when it began
 */
public record Blocked(String policy, Key key, Optional<Instant> until, Instant time) {}
