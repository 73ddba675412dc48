/** Keys as operators write and see them: parsed, masked, and as tokens that stand for them. */
@NullMarked
package dev.weir.admin.key;

import org.jspecify.annotations.NullMarked;
