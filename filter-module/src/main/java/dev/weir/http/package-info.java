/**
 * Decisions about requests. Depends neither on servlets nor on JAX-RS; the adapters
 * provide a {@link dev.weir.http.RequestView} and write a {@link dev.weir.reply.Reply}.
 */
@NullMarked
package dev.weir.http;

import org.jspecify.annotations.NullMarked;
