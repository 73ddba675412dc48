/** The metrics in a registry of MicroProfile Metrics; loaded only where a server has that. */
@NullMarked
package dev.weir.metrics.microprofile;

import org.jspecify.annotations.NullMarked;
