package dev.weir.it.monitored;

import dev.weir.Monitored;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Asks the default database of Payara Micro, H2. */
@ApplicationScoped
public class Orders {

    @Inject
    @Monitored("java:comp/DefaultDataSource")
    private DataSource named;

    @Inject
    @Monitored
    private DataSource first;

    /** Takes 700 ms. */
    void slow(boolean byName) throws SQLException {
        try (Connection connection = (byName ? named : first).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create alias if not exists slowly for 'java.lang.Thread.sleep(long)'");
            statement.execute("call slowly(700)");
        }
    }

    int fast() throws SQLException {
        try (Connection connection = named.getConnection();
                PreparedStatement statement = connection.prepareStatement("select 1 + ?")) {
            statement.setInt(1, 1);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
