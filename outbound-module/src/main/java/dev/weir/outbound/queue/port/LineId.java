package dev.weir.outbound.queue.port;

import dev.weir.Key;

/**
 * What has one line: a key of a policy. Immutable.
 *
 * @param policy the name of the policy
 * @param key the key, {@link Key#global()} if the policy has one counter for all
 */
public record LineId(String policy, Key key) {}
