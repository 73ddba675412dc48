/** The example application: every kind of limit that Weir knows, each on a resource of a few lines. */
@NullMarked
package dev.weir.example;

import org.jspecify.annotations.NullMarked;

