/** Gateways on real servers, for tests and for the benchmark L1. */
package dev.weir.gateway.server;
