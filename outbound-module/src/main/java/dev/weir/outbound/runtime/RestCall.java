package dev.weir.outbound.runtime;

import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.remote.BodyPrefix;
import dev.weir.outbound.remote.RemoteAnswer;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a call of a MicroProfile Rest Client that has its permit, because an interceptor took it:
 * implementations run the interceptors of an interface around the filters that send its requests, on the same
 * thread. The filter then takes no second permit, and tells what the interceptor does not see, the answer behind a
 * value. For use by one thread; what is static, by many.
 */
public final class RestCall {

    private static final ThreadLocal<@Nullable RestCall> CURRENT = new ThreadLocal<>();

    /** Interfaces with methods of Rest Clients; guarded by itself. */
    private static final Map<Class<?>, Boolean> INTERFACES = new WeakHashMap<>();

    private final Throttles throttles;
    private final CallPolicy policy;
    private Optional<RemoteAnswer> refusal = Optional.empty();

    private RestCall(Throttles throttles, CallPolicy policy) {
        this.throttles = throttles;
        this.policy = policy;
    }

    /** Lets the methods of {@code client} be known as those of a Rest Client. */
    public static void learn(Class<?> client) {
        synchronized (INTERFACES) {
            INTERFACES.put(client, true);
            for (Method each : client.getMethods()) {
                INTERFACES.put(each.getDeclaringClass(), true);
            }
        }
    }

    /** Whether {@code method} is one of a Rest Client. */
    public static boolean isOne(Method method) {
        if (!method.getDeclaringClass().isInterface()) {
            return false;
        }
        synchronized (INTERFACES) {
            return INTERFACES.containsKey(method.getDeclaringClass());
        }
    }

    /** The HTTP method by which {@code method} calls. */
    public static Optional<String> httpMethod(Method method) {
        for (Annotation each : method.getAnnotations()) {
            HttpMethod found = each.annotationType().getAnnotation(HttpMethod.class);
            if (found != null) {
                return Optional.of(found.value());
            }
        }
        return Optional.empty();
    }

    /** Whether its permit is one for {@code request}, and not for a call within it. */
    public boolean isOf(ThrottleRequest request) {
        return request.isOf(policy);
    }

    /** The attempt that this thread makes. */
    public static Optional<RestCall> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    static <T extends @Nullable Object> T attempt(Throttles throttles, CallPolicy policy, Callable<T> task)
            throws Exception {
        RestCall outer = CURRENT.get();
        RestCall call = new RestCall(throttles, policy);
        CURRENT.set(call);
        try {
            T result = task.call();
            if (call.refusal.isPresent()) {
                close(result);
                throw call.refused();
            }
            return result;
        } catch (RemoteLimitException e) {
            throw e;
        } catch (Exception e) {
            if (call.refusal.isPresent()) {
                close(e instanceof WebApplicationException answered ? answered.getResponse() : e);
                RemoteLimitException refused = call.refused();
                refused.addSuppressed(e);
                throw refused;
            }
            throw e;
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /**
     * The outcome of a refused attempt, whatever the method would return or throw: its response, if it has one, is
     * read.
     */
    private RemoteLimitException refused() {
        return new RemoteLimitException(policy.settings().policy(), refusal.flatMap(RemoteAnswer::waitBeforeRetry), 1);
    }

    /** Lets the connection of an answer that is not wanted be used again. */
    private static void close(@Nullable Object result) {
        if (result instanceof Response response) {
            response.close();
        }
    }

    /** The answer has come; otherwise as {@link ThrottleFlight#answered}. */
    public Optional<InputStream> answered(int status, Map<String, List<String>> headers, Optional<InputStream> body) {
        Optional<BodyPrefix> prefix = policy.prefix(body);
        RemoteAnswer answer = policy.read(status, headers, prefix, throttles.clock());
        if (answer.limited()) {
            refusal = Optional.of(answer);
        } else {
            throttles.happenings().heard(answer, policy.line(), throttles.queue());
        }
        return prefix.map(BodyPrefix::whole);
    }
}
