package dev.weir.runtime;

import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Finds the DataSource that keeps counters over a restart, by its JNDI name. */
final class JndiDataSource {

    private static final String PROPERTY = "ratelimit.persistence.datasource";

    private JndiDataSource() {}

    /**
     * The DataSource of that name; empty if there is no name. To be called while the application is deployed, by a thread
     * that sees its names.
     *
     * @throws IllegalStateException if there is no DataSource of that name
     */
    static Optional<DataSource> find(Optional<String> name) {
        return name.map(JndiDataSource::lookUp);
    }

    @SuppressWarnings("BanJNDI") // the name is the administrator's, and never one of another server
    private static DataSource lookUp(String name) {
        try {
            if (isOfThisServer(name) && new InitialContext().lookup(name) instanceof DataSource found) {
                return found;
            }
        } catch (NamingException e) {
            throw new IllegalStateException(noSuch(name), e);
        }
        throw new IllegalStateException(noSuch(name));
    }

    /** A scheme would let JNDI ask somewhere else: {@code ldap://}. */
    private static boolean isOfThisServer(String name) {
        return name.startsWith("java:") || name.indexOf(':') < 0;
    }

    private static String noSuch(String name) {
        return PROPERTY + ": no such DataSource, was \"" + name + '"';
    }
}
