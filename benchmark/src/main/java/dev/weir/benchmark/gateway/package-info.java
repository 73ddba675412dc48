/** What the gateway for language models adds to a request. */
@NullMarked
package dev.weir.benchmark.gateway;

import org.jspecify.annotations.NullMarked;
