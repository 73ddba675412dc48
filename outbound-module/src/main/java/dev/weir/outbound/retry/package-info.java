/** Whether, when and how often a call is repeated that the other side refused, or that failed. */
@NullMarked
package dev.weir.outbound.retry;

import org.jspecify.annotations.NullMarked;
