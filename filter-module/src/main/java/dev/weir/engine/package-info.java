/**
 * From policies and keys to decisions: {@link dev.weir.engine.Engine} asks the store about all policies of a request
 * together, and gives back what it took when one of them refuses.
 */
@NullMarked
package dev.weir.engine;

import org.jspecify.annotations.NullMarked;

