/**
 * From properties to policies: reads MicroProfile Config where it is there, system properties and environment variables
 * where it is not, and tells all problems at once.
 */
@NullMarked
package dev.weir.config;

import org.jspecify.annotations.NullMarked;

