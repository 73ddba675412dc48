/**
 * The composition root: composes settings, store, engine and request limiter, once per application. The only package
 * that reads a clock.
 */
@NullMarked
package dev.weir.runtime;

import org.jspecify.annotations.NullMarked;
