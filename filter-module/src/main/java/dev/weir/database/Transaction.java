package dev.weir.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work on a connection of its own, all of it or none. */
final class Transaction {

    private Transaction() {}

    /** The work within a transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Returns the result of {@code work} after the commit; if it throws, rolls back. */
    static <T> T run(DataSource source, Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.on(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, autoCommit, e);
                throw e;
            }
            // not every pool resets this for the next user of the connection
            connection.setAutoCommit(autoCommit);
            return result;
        }
    }

    private static void rollBack(Connection connection, boolean autoCommit, Exception problem) {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            problem.addSuppressed(e);
        }
    }
}
