package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JndiDataSourceTest {

    private static final JdbcDataSource SHOP = new JdbcDataSource();
    private static final Map<String, Object> BOUND = Map.of(
            "jdbc/shop", SHOP, "java:app/jdbc/shop", SHOP, "mail/shop", "no DataSource", "ldap://evil/shop", SHOP);

    /** The server's names, made by reflection. */
    public static final class Names implements InitialContextFactory {
        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) throws NamingException {
                    Object found = BOUND.get(name);
                    if (found == null) {
                        throw new NameNotFoundException(name);
                    }
                    return found;
                }
            };
        }
    }

    @BeforeAll
    static void bind() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
    }

    @AfterAll
    static void unbind() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }

    @Test
    void find_noName_isNone() {
        assertThat(JndiDataSource.find(Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc/shop", "java:app/jdbc/shop"})
    void find_bound_isIt(String name) {
        assertThat(JndiDataSource.find(Optional.of(name))).containsSame(SHOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc/shoop", "mail/shop", "ldap://evil/shop"})
    void find_noDataSource_isAProblemWithPropertyAndName(String name) {
        assertThatIllegalStateException()
                .isThrownBy(() -> JndiDataSource.find(Optional.of(name)))
                .withMessage("ratelimit.persistence.datasource: no such DataSource, was \"" + name + '"');
    }
}
