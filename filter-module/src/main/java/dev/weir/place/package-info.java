/** Where annotations stand, and whether a container calls that place in a way that can be limited. */
@NullMarked
package dev.weir.place;

import org.jspecify.annotations.NullMarked;
