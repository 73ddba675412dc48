/** Where annotations stand, and whether a container calls that place in a way that can be limited. */
@NullMarked
package dev.weir.site;

import org.jspecify.annotations.NullMarked;

