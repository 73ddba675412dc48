package dev.weir.monitor.query;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a {@code DataSource}, its connections and statements, and times each execution. Everything is passed on as it
 * is, exceptions too. What else a driver offers is had by {@code unwrap}, and is not watched. Safe for use by as many
 * threads as what is wrapped.
 */
public final class MonitoredDataSource {

    private MonitoredDataSource() {}

    /** Returns {@code source}, with {@code monitor} told of what its statements take. */
    public static DataSource of(DataSource source, QueryMonitor monitor) {
        return proxy(DataSource.class, new Wrapped(source, monitor));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(MonitoredDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A data source or a connection: wraps what comes out of it. */
    private static class Wrapped implements InvocationHandler {

        private final Object target;
        final QueryMonitor monitor;

        Wrapped(Object target, QueryMonitor monitor) {
            this.target = target;
            this.monitor = monitor;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            Object[] passed = arguments == null ? new Object[0] : arguments;
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(method, passed);
            }
            if (method.getDeclaringClass() == Wrapper.class && passed[0] instanceof Class<?> type) {
                return ofWrapper(proxy, method, type);
            }
            return call(proxy, method, passed);
        }

        /** @param proxy what the application sees of the target */
        @Nullable Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
            Object result = pass(method, arguments);
            if (result instanceof Connection made && proxy instanceof DataSource) {
                return proxy(Connection.class, new Wrapped(made, monitor));
            }
            if (result instanceof Statement made && proxy instanceof Connection connection) {
                Optional<String> sql = arguments.length > 0 && arguments[0] instanceof String text
                        ? Optional.of(text)
                        : Optional.empty();
                Timed timed = new Timed(made, connection, sql, monitor);
                return made instanceof CallableStatement
                        ? proxy(CallableStatement.class, timed)
                        : made instanceof PreparedStatement
                                ? proxy(PreparedStatement.class, timed)
                                : proxy(Statement.class, timed);
            }
            return result;
        }

        @Nullable Object pass(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private Object ofObject(Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "equals" -> target.equals(unwrapped(arguments[0]));
                case "hashCode" -> target.hashCode();
                default -> target.toString();
            };
        }

        private static @Nullable Object unwrapped(@Nullable Object other) {
            return other != null
                            && Proxy.isProxyClass(other.getClass())
                            && Proxy.getInvocationHandler(other) instanceof Wrapped wrapped
                    ? wrapped.target
                    : other;
        }

        /** As {@link Wrapper} says: this itself if it is of that type, else what it wraps, else what that wraps. */
        private @Nullable Object ofWrapper(Object proxy, Method method, Class<?> type) throws Throwable {
            boolean asks = method.getName().equals("isWrapperFor");
            if (type.isInstance(proxy)) {
                return asks ? (Object) true : proxy;
            }
            if (type.isInstance(target)) {
                return asks ? (Object) true : target;
            }
            return pass(method, new Object[] {type});
        }
    }

    /** A statement: times what it executes. For use by one thread after the other, as statements are. */
    private static final class Timed extends Wrapped {

        private static final String UNKNOWN = "batch";

        private final Connection connection;
        private Optional<String> sql;

        /** @param sql of a statement that is prepared */
        Timed(Statement target, Connection connection, Optional<String> sql, QueryMonitor monitor) {
            super(target, monitor);
            this.connection = connection;
            this.sql = sql;
        }

        @Override
        @Nullable Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals("getConnection")) {
                // asked for all the same, because a statement that is closed has to say so
                Object unused = pass(method, arguments);
                return connection;
            }
            Optional<String> given =
                    arguments.length > 0 && arguments[0] instanceof String text ? Optional.of(text) : Optional.empty();
            if (name.equals("addBatch") && given.isPresent()) {
                sql = given;
            }
            if (!name.startsWith("execute")) {
                return pass(method, arguments);
            }
            long began = monitor.begin();
            try {
                return pass(method, arguments);
            } finally {
                monitor.ended(given.or(() -> sql).orElse(UNKNOWN), began);
            }
        }
    }
}
