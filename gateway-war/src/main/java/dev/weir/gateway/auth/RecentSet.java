package dev.weir.gateway.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has those of its elements that were looked for last, up to a largest number of them. For use by many threads. */
final class RecentSet<T> {

    private final Map<T, Boolean> elements;

    RecentSet(int most) {
        this.elements = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.@Nullable Entry<T, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    synchronized boolean contains(T element) {
        return elements.get(element) != null;
    }

    synchronized void add(T element) {
        elements.put(element, true);
    }

    synchronized void remove(T element) {
        elements.remove(element);
    }
}
