/** Says in a MicroProfile OpenAPI document which operations are limited. */
@NullMarked
package dev.weir.openapi;

import org.jspecify.annotations.NullMarked;

