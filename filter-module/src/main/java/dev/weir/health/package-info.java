/** How well Weir does: a level and the reasons for it, from what is in memory. */
@NullMarked
package dev.weir.health;

import org.jspecify.annotations.NullMarked;
