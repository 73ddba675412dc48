package dev.weir.runtime;

import dev.weir.config.Property;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Finds a DataSource that a property names, by its JNDI name. */
final class JndiDataSource {

    private JndiDataSource() {}

    /**
     * Returns the DataSource for keeping counters over a restart; empty if there is no name. To be called while the
     * application is deployed, by a thread that sees its JNDI names.
     *
     * @throws IllegalStateException if there is no DataSource of that name
     */
    static Optional<DataSource> find(Optional<String> name) {
        return name.map(each -> find(Property.PERSISTENCE_DATASOURCE, each));
    }

    /** Does the same for the name that {@code property} has. */
    @SuppressWarnings("BanJNDI") // the administrator configures the name, and it never refers to another server
    static DataSource find(Property property, String name) {
        try {
            if (isOfThisServer(name) && new InitialContext().lookup(name) instanceof DataSource found) {
                return found;
            }
        } catch (NamingException e) {
            throw new IllegalStateException(noSuch(property, name), e);
        }
        throw new IllegalStateException(noSuch(property, name));
    }

    /** Whether the name refers to this server. A scheme, such as {@code ldap://}, would make JNDI query another one. */
    private static boolean isOfThisServer(String name) {
        return name.startsWith("java:") || name.indexOf(':') < 0;
    }

    private static String noSuch(Property property, String name) {
        return property.fullName() + ": no such DataSource, was \"" + name + '"';
    }
}
