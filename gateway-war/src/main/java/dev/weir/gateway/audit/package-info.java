/** A line for each request, for those who account for tokens. */
@NullMarked
package dev.weir.gateway.audit;

import org.jspecify.annotations.NullMarked;
