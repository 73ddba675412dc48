/** Limits for calls of a program that has no server and no CDI. */
@NullMarked
package dev.weir.outbound.standalone;

import org.jspecify.annotations.NullMarked;
