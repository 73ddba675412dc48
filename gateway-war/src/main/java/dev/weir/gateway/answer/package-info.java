/** Answers of models on their way to clients: what is passed on, what a request has used, where an answer is cut. */
@NullMarked
package dev.weir.gateway.answer;

import org.jspecify.annotations.NullMarked;
