/**
 * Logins: the usernames that requests try, and the addresses from which users have logged in. No servlet, no CDI.
 */
@NullMarked
package dev.weir.login;

import org.jspecify.annotations.NullMarked;
