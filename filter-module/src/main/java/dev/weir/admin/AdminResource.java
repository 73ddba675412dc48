package dev.weir.admin;

import java.util.List;

/**
 * Something below the admin path that can be read or changed.
 *
 * <pre>
 * Route.read("me", call -&gt; Answer.json(json -&gt; json.write("who", call.caller().who())))
 * </pre>
 *
 * Its handlers are called by many threads at once.
 */
@FunctionalInterface
public interface AdminResource {

    /** Its routes, always the same. */
    List<Route> routes();
}
