/**
 * The heart of Weir, on {@code java.*} alone: limits, policies, the algorithms and the state they count in.
 *
 * <p>{@link dev.weir.core.Policy#acquire} is a pure function of state, time and permits. Every store is a thin loop
 * around it; nothing in this package reads a clock, logs or keeps anything.
 */
@NullMarked
package dev.weir.core;

import org.jspecify.annotations.NullMarked;

