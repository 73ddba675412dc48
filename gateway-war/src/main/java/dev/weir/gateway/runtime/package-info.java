/** The running gateway: puts the parts together. */
@NullMarked
package dev.weir.gateway.runtime;

import org.jspecify.annotations.NullMarked;
