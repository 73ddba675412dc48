package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.weir.config.Declaration;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a runtime has opened when its start fails is closed, whatever is thrown, and no runtime is left to be asked. */
class FailedStartTest {

    private static final Logger LOGGER = Logger.getLogger(Applications.class.getName());
    private static final ClassLoader HOME = FailedStartTest.class.getClassLoader();
    private static final List<Declaration> LIMITED =
            List.of(new Declaration("steps", "a test", false, Map.of("limit", "10/1h"), Optional.empty()));

    private static Throwable failure = new Error();

    private final Applications applications = Applications.rehearsed(HOME);
    private final Set<Thread> before = threads();

    /** The names of a server whose JCache cannot open a cache. */
    public static final class Names implements InitialContextFactory {

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) {
                    return manager();
                }
            };
        }
    }

    private static CacheManager manager() {
        CachingProvider provider = answering(CachingProvider.class, (proxy, method, arguments) -> null);
        return answering(CacheManager.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getCachingProvider")) {
                return provider;
            }
            throw failure;
        });
    }

    private static <T> T answering(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(HOME, new Class<?>[] {type}, answers));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir-"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("the server's JCache is closed"),
                new NoClassDefFoundError("javax/cache/Cache"),
                new StackOverflowError());
    }

    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void bind() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
    }

    @AfterEach
    void unbind() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        System.clearProperty("ratelimit.store");
        applications.close(HOME);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void start_cacheCannotBeOpened_leavesNoThread_andALaterStartWorks(Throwable thrown) {
        failure = thrown;
        applications.prepare(HOME, LIMITED);
        assertThat(catchThrowable(() -> applications.start(HOME))).isSameAs(thrown);
        assertThat(logged).containsExactly("Weir cannot start: " + thrown);
        // a pool that has ended can have a thread that is still on its way out
        await().untilAsserted(() -> {
            Set<Thread> left = threads();
            left.removeAll(before);
            assertThat(left).isEmpty();
        });

        applications.close(HOME);
        System.setProperty("ratelimit.store", "local");
        applications.prepare(HOME, LIMITED);
        assertThat(applications.start(HOME).isClosed()).isFalse();
    }
}
