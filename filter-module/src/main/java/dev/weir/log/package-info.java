/** Keeps a log readable while a problem occurs repeatedly; depends on {@code java.*} only. */
@NullMarked
package dev.weir.log;

import org.jspecify.annotations.NullMarked;
