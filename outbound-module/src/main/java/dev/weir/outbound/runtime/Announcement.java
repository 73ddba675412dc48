package dev.weir.outbound.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a CDI container says of one application before its configuration is read. Immutable.
 *
 * @param policies the policies that annotations name, with the places of these, {@code com.example.Prices.of}
 * @param types the types with annotations that it has found
 * @param events fires events to the observers of the application
 */
public record Announcement(Map<String, Set<String>> policies, Set<Class<?>> types, Consumer<Object> events) {

    static final Announcement NONE = new Announcement(Map.of(), Set.of(), event -> {});

    /** By the class loaders of applications; guarded by itself. */
    private static final Map<ClassLoader, Announcement> ALL = new LinkedHashMap<>();

    public Announcement {
        policies = Map.copyOf(policies);
        types = Set.copyOf(types);
    }

    /** Whether a container has announced it. */
    public boolean isAnnounced() {
        return !equals(NONE);
    }

    /** Announces it for an application, or for an EAR that has one container. */
    public static void announce(ClassLoader application, Announcement announcement) {
        synchronized (ALL) {
            ALL.put(application, announcement);
        }
    }

    /** Forgets what was announced for it. */
    public static void forget(ClassLoader application) {
        synchronized (ALL) {
            ALL.remove(application);
        }
    }

    /** What was announced for {@code application}, or for a parent of it. */
    public static Announcement of(ClassLoader application) {
        synchronized (ALL) {
            for (ClassLoader each = application; each != null; each = each.getParent()) {
                Optional<Announcement> found = Optional.ofNullable(ALL.get(each));
                if (found.isPresent()) {
                    return found.get();
                }
            }
            return NONE;
        }
    }
}
