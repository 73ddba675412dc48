package dev.weir.http;

import dev.weir.Key;

/**
 * A username that a request tries. Immutable.
 *
 * @param anywhere the key of the name
 * @param here the key of the name at the client's address
 */
record LoginAttempt(Key anywhere, Key here) {}
