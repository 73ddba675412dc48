/** What instances of one application tell each other about themselves, and how they find each other. */
@NullMarked
package dev.weir.monitor.report;

import org.jspecify.annotations.NullMarked;
