/** Adds the limits of operations to a MicroProfile OpenAPI document. */
@NullMarked
package dev.weir.openapi;

import org.jspecify.annotations.NullMarked;
