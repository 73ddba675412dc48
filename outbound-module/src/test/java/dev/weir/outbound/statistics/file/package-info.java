@NullMarked
package dev.weir.outbound.statistics.file;

import org.jspecify.annotations.NullMarked;
