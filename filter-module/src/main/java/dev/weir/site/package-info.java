/** The sites of annotations, and whether a container calls them in a way that can be limited. */
@NullMarked
package dev.weir.site;

import org.jspecify.annotations.NullMarked;
