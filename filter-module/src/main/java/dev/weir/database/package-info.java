/**
 * The table of a database in which counters outlive the cluster.
 *
 * <p>{@link dev.weir.database.WriteBehind} is all that others use. What is in the table is text and numbers: nothing here
 * knows what a state says, or where it comes from.
 */
@NullMarked
package dev.weir.database;

import org.jspecify.annotations.NullMarked;

