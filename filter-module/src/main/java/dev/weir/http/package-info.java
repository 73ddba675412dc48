/**
 * From a request to a decision and from a decision to header fields and bodies. Knows neither servlets nor JAX-RS; the
 * adapters bring a {@link dev.weir.http.RequestView} and write a {@link dev.weir.http.Reply}.
 */
@NullMarked
package dev.weir.http;

import org.jspecify.annotations.NullMarked;

