/** Weir in JAX-RS: refuses resource methods, and turns a refusal that a bean threw into the same response. */
@NullMarked
package dev.weir.rest;

import org.jspecify.annotations.NullMarked;

