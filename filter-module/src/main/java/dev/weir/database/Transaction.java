package dev.weir.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work on a connection of its own, all of it or none. */
final class Transaction {

    private Transaction() {}

    /** What is done within a transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** What {@code work} returns, once it is committed; if it throws, it is rolled back. */
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
            // not every pool does this for the next one who gets the connection
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
