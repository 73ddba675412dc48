/** Who sends a request: API keys and JSON Web Tokens. */
@NullMarked
package dev.weir.gateway.auth;

import org.jspecify.annotations.NullMarked;
