/**
 * Who sent a request and what it asks for: client addresses behind proxies, normalised paths and the patterns that match
 * them.
 *
 * <p>Everything here is a pure function of text that a hostile client may have written: nothing throws on it, looks a
 * name up, reads a clock, logs or keeps anything. Only configuration that is wrong is refused.
 */
@NullMarked
package dev.weir.match;

import org.jspecify.annotations.NullMarked;

