/** What was counted by key and by policy, on one instance or on several together. */
@NullMarked
package dev.weir.monitor.count;

import org.jspecify.annotations.NullMarked;
