/** The servers that have the models, and the one that is built in. */
@NullMarked
package dev.weir.gateway.upstream;

import org.jspecify.annotations.NullMarked;
