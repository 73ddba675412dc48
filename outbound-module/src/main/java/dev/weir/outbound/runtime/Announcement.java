package dev.weir.outbound.runtime;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/**
 * What a CDI container says of one application before its configuration is read. Immutable.
 *
 * @param policies the policies that annotations name, with the places of these, {@code com.example.Prices.of}
 * @param types the types with annotations that it has found
 * @param events fires events to the observers of the application
 */
public record Announcement(Map<String, Set<String>> policies, Set<Class<?>> types, Consumer<Object> events) {

    /** What is said where there is no container. */
    public static final Announcement NONE = new Announcement(Map.of(), Set.of(), event -> {});

    /**
     * By the class loaders of applications; guarded by itself. Kept by those who announce, because a container need not
     * say that a deployment has failed: an entry must not keep its application in memory.
     */
    private static final Map<ClassLoader, Reference<Announcement>> ALL = new WeakHashMap<>();

    public Announcement {
        policies = Map.copyOf(policies);
        types = Set.copyOf(types);
    }

    /** Whether a container has announced it. */
    public boolean isAnnounced() {
        return !equals(NONE);
    }

    /** Announces it for an application, or for an EAR that has one container, as long as the caller keeps it. */
    public static void announce(ClassLoader application, Announcement announcement) {
        synchronized (ALL) {
            ALL.put(application, new WeakReference<>(announcement));
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
                Reference<Announcement> reference = ALL.get(each);
                Announcement found = reference == null ? null : reference.get();
                if (found != null) {
                    return found;
                }
            }
            return NONE;
        }
    }
}
