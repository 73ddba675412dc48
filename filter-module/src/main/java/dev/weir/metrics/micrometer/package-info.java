/** The metrics in a registry of Micrometer; loaded only where an application has that. */
@NullMarked
package dev.weir.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
