/** Who uses how much, and who goes too far: a report for each day. */
@NullMarked
package dev.weir.monitor.usage;

import org.jspecify.annotations.NullMarked;
