/**
 * What the other jars of Weir stand on: properties of their own, the counters without a request, texts that all
 * instances share, metrics and the administration. An application uses the API, {@code dev.weir}; the types here change
 * with the modules that need them. Begin with {@link dev.weir.spi.WeirModule}.
 */
@NullMarked
package dev.weir.spi;

import org.jspecify.annotations.NullMarked;
