/** Passes answers on while they are made, without holding any of them whole. */
@NullMarked
package dev.weir.gateway.relay;

import org.jspecify.annotations.NullMarked;
