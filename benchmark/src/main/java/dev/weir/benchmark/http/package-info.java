/** B5 and B7: Payara Micro under load from outside. */
@NullMarked
package dev.weir.benchmark.http;

import org.jspecify.annotations.NullMarked;
