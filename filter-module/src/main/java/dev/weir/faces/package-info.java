/** Weir in Jakarta Faces: lets refusals of beans through to the filter. Nothing of it is loaded where there is no Faces. */
@NullMarked
package dev.weir.faces;

import org.jspecify.annotations.NullMarked;
