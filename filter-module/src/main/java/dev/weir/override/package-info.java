/** What operators change at run time: as all instances share it, and as this instance knows it. */
@NullMarked
package dev.weir.override;

import org.jspecify.annotations.NullMarked;
