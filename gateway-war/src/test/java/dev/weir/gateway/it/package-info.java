/** The gateway on two real Payara Micro servers, in front of servers that play vLLM. */
package dev.weir.gateway.it;
