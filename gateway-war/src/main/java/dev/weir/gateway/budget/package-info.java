/** Tokens, requests and concurrency of a caller: held before a model works, settled by what it used. */
@NullMarked
package dev.weir.gateway.budget;

import org.jspecify.annotations.NullMarked;
