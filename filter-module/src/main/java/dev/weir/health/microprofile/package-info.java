/** The readiness check of MicroProfile Health; loaded only where a server has that. */
@NullMarked
package dev.weir.health.microprofile;

import org.jspecify.annotations.NullMarked;
