package dev.weir.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A real database that a test can take away, let hang, or reach into between two statements. */
public final class FakeDatabase implements DataSource {

    private final DataSource real;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean down;
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private volatile String hookedSql = "";
    private volatile Hook hook = () -> {};

    public FakeDatabase(DataSource real) {
        this.real = real;
    }

    /** Something that another instance does. */
    public interface Hook {
        void run() throws SQLException;
    }

    public void down(boolean now) {
        down = now;
    }

    public void hang() {
        hanging = new CountDownLatch(1);
    }

    public void goOn() {
        hanging.countDown();
    }

    /** Runs {@code hook} once, just before the next statement that begins with {@code sql}. */
    public void before(String sql, Hook hook) {
        this.hook = hook;
        this.hookedSql = sql;
    }

    /** How often somebody asked for a connection. */
    public int connections() {
        return connections.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        connections.incrementAndGet();
        try {
            hanging.await();
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
        if (down) {
            throw new SQLException("no connection", "08001");
        }
        return hooked(real.getConnection());
    }

    private Connection hooked(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean prepares = method.getName().equals("prepareStatement");
                    if (prepares && !hookedSql.isEmpty() && ((String) arguments[0]).startsWith(hookedSql)) {
                        hookedSql = "";
                        hook.run();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
