/**
 * Files of what limited calls did: a record for each policy and interval, as JSON, JSON lines or CSV, in files that are
 * rotated, compressed and deleted.
 */
@NullMarked
package dev.weir.outbound.statistics.file;

import org.jspecify.annotations.NullMarked;
