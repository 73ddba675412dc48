/** Counts tokens: exactly, or an upper bound. */
@NullMarked
package dev.weir.gateway.token;

import org.jspecify.annotations.NullMarked;
