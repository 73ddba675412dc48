/** Who uses what, over all instances: for those who operate the application, from what is in memory. */
@NullMarked
package dev.weir.monitor;

import org.jspecify.annotations.NullMarked;
