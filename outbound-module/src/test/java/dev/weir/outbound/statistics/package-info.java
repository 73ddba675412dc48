@NullMarked
package dev.weir.outbound.statistics;

import org.jspecify.annotations.NullMarked;
