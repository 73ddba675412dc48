/**
 * What the configuration says by a word or a short text, as values: by what a policy tells clients apart, what a
 * request costs, which responses count, what is told.
 */
@NullMarked
package dev.weir.config.rule;

import org.jspecify.annotations.NullMarked;
