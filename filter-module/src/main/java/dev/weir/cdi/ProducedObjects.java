package dev.weir.cdi;

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.function.Predicate;

/** Warns of producers whose result is annotated: CDI intercepts only objects that it creates. */
final class ProducedObjects {

    private static final System.Logger LOG = System.getLogger(ProducedObjects.class.getName());

    private ProducedObjects() {}

    /** A producer with parameters is left out, because it may return an object that CDI created and injected. */
    static void warn(Method producer, Predicate<Class<?>> annotated) {
        if (producer.getParameterCount() == 0 && annotated.test(producer.getReturnType())) {
            warn(producer, producer.getName() + "()");
        }
    }

    static void warn(Field producer, Predicate<Class<?>> annotated) {
        if (annotated.test(producer.getType())) {
            warn(producer, producer.getName());
        }
    }

    private static void warn(Member producer, String name) {
        LOG.log(
                System.Logger.Level.WARNING,
                "what " + producer.getDeclaringClass().getName() + "." + name
                        + " makes by itself is not intercepted, so @RateLimited on it limits nothing");
    }
}
