/** A server that plays vLLM, with an exact count of what it was asked and of what it gave. */
package dev.weir.gateway.vllm;
