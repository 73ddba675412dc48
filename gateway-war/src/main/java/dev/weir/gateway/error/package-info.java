/** What a client is told when it gets no answer of a model, in the form of the OpenAI API. */
@NullMarked
package dev.weir.gateway.error;

import org.jspecify.annotations.NullMarked;
