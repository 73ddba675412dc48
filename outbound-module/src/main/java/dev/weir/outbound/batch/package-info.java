/** Many calls of one policy: {@link dev.weir.outbound.batch.BatchRunner}. */
@NullMarked
package dev.weir.outbound.batch;

import org.jspecify.annotations.NullMarked;
