/** How long failing logins take at a server, by the names that they try. */
@NullMarked
package dev.weir.benchmark.login;

import org.jspecify.annotations.NullMarked;
