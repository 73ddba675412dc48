/** Applications that make limited calls, on Payara Micro in processes of its own; run by {@code mvn verify}. */
package dev.weir.outbound.it;
