/** Statements of a database that are slow, without what was asked for in them. */
@NullMarked
package dev.weir.monitor.query;

import org.jspecify.annotations.NullMarked;
