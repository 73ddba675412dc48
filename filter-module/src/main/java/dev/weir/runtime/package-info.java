/**
 * The composition root: puts settings, store, engine and request limiter together, once per application. The only package
 * that reads a clock.
 */
@NullMarked
package dev.weir.runtime;

import org.jspecify.annotations.NullMarked;

