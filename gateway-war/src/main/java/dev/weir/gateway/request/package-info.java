/** Requests for completions, as clients send them and as an upstream gets them. */
@NullMarked
package dev.weir.gateway.request;

import org.jspecify.annotations.NullMarked;
