package dev.weir.runtime;

import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Finds the DataSource for keeping counters over a restart, by its JNDI name. */
final class JndiDataSource {

    private static final String PROPERTY = "ratelimit.persistence.datasource";

    private JndiDataSource() {}

    /**
     * Returns the DataSource of that name; empty if there is no name. To be called while the application is deployed,
     * by a thread that sees its JNDI names.
     *
     * @throws IllegalStateException if there is no DataSource of that name
     */
    static Optional<DataSource> find(Optional<String> name) {
        return name.map(JndiDataSource::lookUp);
    }

    @SuppressWarnings("BanJNDI") // the administrator configures the name, and it never refers to another server
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

    /** Whether the name refers to this server. A scheme, such as {@code ldap://}, would make JNDI query another one. */
    private static boolean isOfThisServer(String name) {
        return name.startsWith("java:") || name.indexOf(':') < 0;
    }

    private static String noSuch(String name) {
        return PROPERTY + ": no such DataSource, was \"" + name + '"';
    }
}
