/** Weir in a servlet container: the filter, and the initializer that installs it without any registration. */
@NullMarked
package dev.weir.servlet;

import org.jspecify.annotations.NullMarked;
