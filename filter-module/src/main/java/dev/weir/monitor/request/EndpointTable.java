package dev.weir.monitor.request;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The endpoints of one application, at most 200; all others are one. Of those, at most 100 are named after paths that
 * clients can choose, and only after paths that the application has answered: what scanners ask for is no endpoint.
 * Safe for use by many threads.
 */
final class EndpointTable {

    static final int MOST = 200;
    static final int MOST_BY_PATH = 100;
    static final String OTHER = "other";

    private static final int NOT_MODIFIED = 304;
    private static final int SUCCESSFUL = 2;
    private static final int SERVER_ERRORS = 5;

    private final Map<String, EndpointCounters> endpoints = new ConcurrentHashMap<>();
    private final EndpointCounters others = new EndpointCounters();
    /** Written under the lock of this object; read without it, so that no request waits where there is no room. */
    private volatile int declared;

    private volatile int byPath;

    /** The counters of the endpoint that has answered {@code request} with {@code status}. */
    EndpointCounters of(ObservedRequest request, int status) {
        EndpointName name = EndpointName.of(request);
        EndpointCounters known = endpoints.get(name.text());
        if (known != null) {
            return known;
        }
        return (name.declared() || isAnswer(status)) && hasRoom(name) ? added(name) : others;
    }

    private boolean hasRoom(EndpointName name) {
        return declared + byPath < MOST && (name.declared() || byPath < MOST_BY_PATH);
    }

    /** Whether there is something at that path. A redirection can be that to a login, which every path has. */
    private static boolean isAnswer(int status) {
        int statusClass = status / 100;
        return statusClass == SUCCESSFUL || statusClass == SERVER_ERRORS || status == NOT_MODIFIED;
    }

    private synchronized EndpointCounters added(EndpointName name) {
        EndpointCounters known = endpoints.get(name.text());
        if (known != null) {
            return known;
        }
        if (!hasRoom(name)) {
            return others;
        }
        if (name.declared()) {
            declared++;
        } else {
            byPath++;
        }
        EndpointCounters added = new EndpointCounters();
        endpoints.put(name.text(), added);
        return added;
    }

    /** All of them by name, with {@link #OTHER}. */
    Map<String, EndpointCounters> all() {
        Map<String, EndpointCounters> all = new TreeMap<>(endpoints);
        all.put(OTHER, others);
        return all;
    }
}
