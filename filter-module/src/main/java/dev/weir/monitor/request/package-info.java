/** How an application answers, by endpoint: this hour beside the one before, what is slow, and what fails. */
@NullMarked
package dev.weir.monitor.request;

import org.jspecify.annotations.NullMarked;
