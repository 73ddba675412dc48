/**
 * What people write, read into values: limits, durations, choices and lists. A text that breaks a rule causes an
 * {@link IllegalArgumentException} whose message is the rule, and names what was probably meant.
 */
@NullMarked
package dev.weir.text;

import org.jspecify.annotations.NullMarked;
