/** Integration tests: applications with the built jar in {@code WEB-INF/lib}, in the servers that users have. */
package dev.weir.it;
