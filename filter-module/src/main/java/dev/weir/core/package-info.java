/**
 * The core of Weir, which depends on {@code java.*} only: limits, policies, the algorithms and the state in which they
 * count.
 *
 * <p>{@link dev.weir.core.Policy#acquire} is a pure function of state, time and permits. Every store is a thin loop
 * around it; no code in this package reads a clock, logs or keeps mutable state.
 */
@NullMarked
package dev.weir.core;

import org.jspecify.annotations.NullMarked;
