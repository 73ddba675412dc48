/** Many users at once, for a test and for the benchmark L1. */
package dev.weir.gateway.load;
