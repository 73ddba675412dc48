/** What the properties {@code ratelimit.throttle.*} say, as values, and how they are read. */
@NullMarked
package dev.weir.outbound.settings;

import org.jspecify.annotations.NullMarked;
