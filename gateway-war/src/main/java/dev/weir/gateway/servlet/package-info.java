/** The endpoints. */
@NullMarked
package dev.weir.gateway.servlet;

import org.jspecify.annotations.NullMarked;
