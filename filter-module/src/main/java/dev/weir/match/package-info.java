/**
 * Client addresses behind proxies, normalised request paths, and the patterns that match them.
 *
 * <p>Everything here is a pure function of text that a hostile client may have written: no code throws on it, looks up
 * a name, reads a clock, logs or keeps state. Only invalid configuration is refused.
 */
@NullMarked
package dev.weir.match;

import org.jspecify.annotations.NullMarked;
