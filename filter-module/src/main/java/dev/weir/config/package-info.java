/**
 * Configuration: reads policies and settings from MicroProfile Config, or from system properties and environment
 * variables where that is absent, and reports all problems together.
 */
@NullMarked
package dev.weir.config;

import org.jspecify.annotations.NullMarked;
