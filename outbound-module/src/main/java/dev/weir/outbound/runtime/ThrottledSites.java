package dev.weir.outbound.runtime;

import dev.weir.outbound.Throttled;
import dev.weir.spi.ValueReader;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the annotation of a method, and what it asks for. Safe for use by many threads. */
public final class ThrottledSites {

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private static final ClassValue<Map<Method, Optional<Throttled>>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<Method, Optional<Throttled>> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private ThrottledSites() {}

    /** The annotation that applies to {@code method} of an object of {@code type}: its own, or that of a class. */
    public static Optional<Throttled> of(Class<?> type, Method method) {
        return KNOWN.get(type).computeIfAbsent(method, each -> find(type, each));
    }

    private static Optional<Throttled> find(Class<?> type, Method method) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Throttled own = declared(each, method);
            if (own != null) {
                return Optional.of(own);
            }
            Throttled ofClass = each.getDeclaredAnnotation(Throttled.class);
            if (ofClass != null) {
                return Optional.of(ofClass);
            }
        }
        return Optional.ofNullable(method.getAnnotation(Throttled.class))
                .or(() -> Optional.ofNullable(method.getDeclaringClass().getAnnotation(Throttled.class)));
    }

    private static @Nullable Throttled declared(Class<?> type, Method method) {
        try {
            return type.getDeclaredMethod(method.getName(), method.getParameterTypes())
                    .getAnnotation(Throttled.class);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** Begins a request as {@code annotation} says. */
    public static ThrottleRequest request(Throttles throttles, Throttled annotation) {
        ThrottleRequest request = throttles
                .request(List.of(annotation.value()))
                .permits(annotation.permits())
                .priority(annotation.priority())
                .retry(annotation.retry());
        return annotation.maxWait().isEmpty() ? request : request.maxWait(maxWait(annotation));
    }

    /**
     * The longest wait.
     *
     * @throws IllegalArgumentException if it is no duration; the message is the rule
     */
    public static Duration maxWait(Throttled annotation) {
        return ValueReader.duration(annotation.maxWait(), Duration.ZERO, LONGEST_WAIT);
    }
}
