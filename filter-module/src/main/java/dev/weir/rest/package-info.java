/** Weir in JAX-RS: refuses resource methods, and maps a refusal that a bean threw to the same response. */
@NullMarked
package dev.weir.rest;

import org.jspecify.annotations.NullMarked;
