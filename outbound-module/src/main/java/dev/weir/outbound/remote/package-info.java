/** What the other side of a call says in its answers: that it refused the call, and how long to wait. */
@NullMarked
package dev.weir.outbound.remote;

import org.jspecify.annotations.NullMarked;
