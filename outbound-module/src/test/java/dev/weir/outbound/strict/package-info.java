/**
 * A remote service that is strict: it counts what arrives, refuses what is too much, and is the judge of what a client
 * did. The benchmark uses it too.
 */
@NullMarked
package dev.weir.outbound.strict;

import org.jspecify.annotations.NullMarked;
