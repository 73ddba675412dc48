package dev.weir.admin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The routes of all resources. Immutable. */
final class Routes {

    private final List<Route> all = new ArrayList<>();

    Routes(List<AdminResource> resources) {
        Map<String, Route> known = new HashMap<>();
        for (AdminResource each : resources) {
            for (Route route : each.routes()) {
                if (known.put(route.method() + ' ' + route.path(), route) != null) {
                    throw new IllegalArgumentException("two resources answer " + route.method() + ' ' + route.path());
                }
                all.add(route);
            }
        }
    }

    /**
     * A route, and the segments of the path that it has a name for.
     *
     * @param segments by their names
     */
    record Match(Route route, Map<String, String> segments) {}

    /** Returns the route of a request; empty if none has that path and method. */
    Optional<Match> find(String method, String path) {
        for (Route route : all) {
            Optional<Map<String, String>> segments = match(route, path);
            if (segments.isPresent() && route.method().equals(method)) {
                return Optional.of(new Match(route, segments.get()));
            }
        }
        return Optional.empty();
    }

    /** The methods of a path, for {@code Allow}; empty if there is no such path. */
    Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : all) {
            if (match(route, path).isPresent()) {
                methods.add(route.method());
                if (route.method().equals("GET")) {
                    methods.add("HEAD");
                }
            }
        }
        return methods;
    }

    private static Optional<Map<String, String>> match(Route route, String path) {
        List<String> pattern = route.segments();
        List<String> actual = path.isEmpty() ? List.of() : List.of(path.split("/", -1));
        if (pattern.size() != actual.size()) {
            return Optional.empty();
        }
        Map<String, String> segments = new LinkedHashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                segments.put(expected.substring(1, expected.length() - 1), actual.get(i));
            } else if (!expected.equals(actual.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(segments);
    }
}
