/** Starts and ends resources that outlive a call: threads, and the order of closing. Uses {@code java.*} alone. */
@NullMarked
package dev.weir.lifecycle;

import org.jspecify.annotations.NullMarked;
