package dev.weir.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Key;
import dev.weir.RateLimitExceededException;
import dev.weir.RateLimited;
import dev.weir.runtime.StartedRuntime;
import dev.weir.runtime.WeirRuntime;
import jakarta.interceptor.InvocationContext;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of a session whose handshake Weir has not seen. */
class LimitedMessageInterceptorTest {

    private static final Key UNSEEN = Key.address("?:websocket");

    private final WeirRuntime runtime = StartedRuntime.of(
            "policies",
            "failing,answered",
            "policy.failing.limit",
            "3/1h",
            "policy.failing.count",
            "failures",
            "policy.answered.limit",
            "3/1h",
            "policy.answered.count",
            "successes");

    @AfterEach
    void close() {
        runtime.close();
    }

    /** The endpoint; it is never called. */
    @SuppressWarnings("unused")
    interface Endpoint {
        @RateLimited("failing")
        void failing();

        @RateLimited("answered")
        void answered();
    }

    private Object proceed(String method, Callable<?> message) throws Exception {
        InvocationContext call = (InvocationContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {InvocationContext.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "proceed" -> message.call();
                    case "getMethod" -> Endpoint.class.getDeclaredMethod(method);
                    default -> null;
                });
        Session session = (Session) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, called, arguments) -> called.getName().equals("getRequestParameterMap") ? Map.of() : null);
        return LimitedMessageInterceptor.proceed(call, session, runtime);
    }

    private static Object fail() {
        throw new UnsupportedOperationException("not today");
    }

    private long left(String policy) {
        return runtime.limiter().peek(policy, UNSEEN).remaining();
    }

    @Test
    void proceed_countsFailures_chargesMessagesThatFail() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(proceed("failing", () -> "echo")).isEqualTo("echo");
        }
        assertThat(left("failing")).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> proceed("failing", LimitedMessageInterceptorTest::fail))
                    .hasMessage("not today");
        }
        assertThatThrownBy(() -> proceed("failing", () -> "echo")).isInstanceOf(RateLimitExceededException.class);
    }

    @Test
    void proceed_countsSuccesses_chargesMessagesThatAreAnswered() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> proceed("answered", LimitedMessageInterceptorTest::fail))
                    .hasMessage("not today");
        }
        assertThat(left("answered")).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(proceed("answered", () -> "echo")).isEqualTo("echo");
        }
        assertThatThrownBy(() -> proceed("answered", () -> "echo")).isInstanceOf(RateLimitExceededException.class);
        assertThat(left("answered")).isZero();
    }
}
