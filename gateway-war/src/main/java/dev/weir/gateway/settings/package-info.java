/** What the properties {@code ratelimit.llm.*} say. */
@NullMarked
package dev.weir.gateway.settings;

import org.jspecify.annotations.NullMarked;
