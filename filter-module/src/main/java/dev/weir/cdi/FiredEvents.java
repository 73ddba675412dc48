package dev.weir.cdi;

import dev.weir.monitor.event.Observers;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Set;

/** Fires events for the asynchronous observers of beans, on threads of the container. Safe for use by many threads. */
final class FiredEvents implements Observers {

    private final BeanManager beans;
    private final Set<Class<?>> observed;

    /** @param observed the types of events that have observers */
    FiredEvents(BeanManager beans, Set<Class<?>> observed) {
        this.beans = beans;
        this.observed = Set.copyOf(observed);
    }

    @Override
    public boolean observe(Class<?> type) {
        return observed.contains(type);
    }

    @Override
    public void fire(Object event) {
        fire(event.getClass(), event);
    }

    private <T> void fire(Class<T> type, Object event) {
        var unused = beans.getEvent().select(type).fireAsync(type.cast(event));
    }
}
