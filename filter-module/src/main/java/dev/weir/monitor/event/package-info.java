/** The events that an application can observe, made so that neither a request nor an attack floods anything. */
@NullMarked
package dev.weir.monitor.event;

import org.jspecify.annotations.NullMarked;
