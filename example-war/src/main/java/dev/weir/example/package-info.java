/** The example application: every kind of limit of Weir, each on a resource of a few lines. */
@NullMarked
package dev.weir.example;

import org.jspecify.annotations.NullMarked;
