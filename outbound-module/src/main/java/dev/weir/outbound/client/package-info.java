/**
 * Limits for clients of JAX-RS and MicroProfile Rest Client. Begin with
 * {@link dev.weir.outbound.client.ThrottleFeature}.
 */
@NullMarked
package dev.weir.outbound.client;

import org.jspecify.annotations.NullMarked;
