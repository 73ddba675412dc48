package dev.weir.runtime;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Finds the JCache of the application server by its JNDI name. */
final class ServerJCache {

    private static final String PAYARA = "payara/CacheManager";

    private ServerJCache() {}

    /** Returns the {@code javax.cache.CacheManager}; null if there is no server, or if it has no JCache. */
    @SuppressWarnings("BanJNDI") // a constant name, in the server's own namespace
    static @Nullable Object lookUp() {
        try {
            return new InitialContext().lookup(PAYARA);
        } catch (NamingException | LinkageError e) {
            return null;
        }
    }
}
