/** Where properties come from: MicroProfile Config, or system properties and environment variables. */
@NullMarked
package dev.weir.config.source;

import org.jspecify.annotations.NullMarked;
