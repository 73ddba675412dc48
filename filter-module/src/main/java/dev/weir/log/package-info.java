/** What keeps a log readable while a problem comes up again and again; uses {@code java.*} alone. */
@NullMarked
package dev.weir.log;

import org.jspecify.annotations.NullMarked;

