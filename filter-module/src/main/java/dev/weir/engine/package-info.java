/**
 * Decisions from policies and keys: {@link dev.weir.engine.Engine} charges all policies of a request together, and
 * refunds what it took when one of them refuses.
 */
@NullMarked
package dev.weir.engine;

import org.jspecify.annotations.NullMarked;
