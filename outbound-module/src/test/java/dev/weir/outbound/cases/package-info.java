/** The cases of the specification that one instance can show, against a real remote. */
@NullMarked
package dev.weir.outbound.cases;

import org.jspecify.annotations.NullMarked;
