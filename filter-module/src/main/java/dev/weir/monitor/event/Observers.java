package dev.weir.monitor.event;

/** The observers of an application's events. Safe for use by many threads. */
@FunctionalInterface
public interface Observers {

    /** There are none. */
    Observers NONE = event -> {};

    /** Lets those who observe events of its type know, on a thread of the container; returns at once. */
    void fire(Object event);

    /** Whether there is an observer of events of {@code type}. */
    default boolean observe(Class<?> type) {
        return false;
    }
}
