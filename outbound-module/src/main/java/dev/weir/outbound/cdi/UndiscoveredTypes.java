package dev.weir.outbound.cdi;

import dev.weir.outbound.Throttled;
import dev.weir.outbound.runtime.Announcement;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stops the deployment where {@link Throttled} is on a class that CDI does not know: in an archive without
 * {@code beans.xml}, a class without a scope is shown to no extension. For use by the container, which needs nothing
 * else of it.
 */
@HandlesTypes(Throttled.class)
public final class UndiscoveredTypes implements ServletContainerInitializer {

    @Override
    public void onStartup(@Nullable Set<Class<?>> annotated, ServletContext context) throws ServletException {
        Announcement announcement = Announcement.of(context.getClassLoader());
        if (annotated == null || !announcement.isAnnounced()) {
            // CDI is not there, or comes after this initializer
            return;
        }
        List<String> problems = annotated.stream()
                .filter(type -> !type.isInterface() && type != ThrottledInterceptor.class)
                .filter(UndiscoveredTypes::isAnnotated)
                .filter(type -> announcement.types().stream().noneMatch(type::isAssignableFrom))
                .map(type -> type.getName() + ": @Throttled cannot hold, because the class is no bean")
                .sorted()
                .toList();
        if (!problems.isEmpty()) {
            throw new ServletException(String.join("; ", problems));
        }
    }

    private static boolean isAnnotated(Class<?> type) {
        try {
            return Stream.<AnnotatedElement>concat(Stream.of(type), Arrays.stream(type.getDeclaredMethods()))
                    .anyMatch(each -> each.isAnnotationPresent(Throttled.class));
        } catch (LinkageError e) {
            // it names a type that the application does not have, so that it is no bean
            return false;
        }
    }
}
