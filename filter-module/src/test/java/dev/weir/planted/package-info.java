/** Faults that are planted into copies of the production code, to see whether the tests notice them. */
@NullMarked
package dev.weir.planted;

import org.jspecify.annotations.NullMarked;
