/**
 * The database table in which counters and other texts outlive the cluster.
 *
 * <p>Other packages use {@link dev.weir.database.WriteBehind} only. The table contains text and numbers: this package
 * does not depend on the meaning of a state, or on its origin.
 */
@NullMarked
package dev.weir.database;

import org.jspecify.annotations.NullMarked;
