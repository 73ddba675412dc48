package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.Route;
import dev.weir.config.Administration;
import dev.weir.match.PathPattern;
import dev.weir.runtime.Operations;
import dev.weir.runtime.PolicyDescription;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** {@code GET me}: who asks and what this caller may do. */
final class MeResource implements AdminResource {

    private final Administration administration;
    private final Operations operations;

    MeResource(Administration administration, Operations operations) {
        this.administration = administration;
        this.operations = operations;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("me", this::me));
    }

    private Answer me(Call call) {
        return Answer.json(json -> {
            json.write("who", call.caller().who());
            json.write("admin", call.caller().admin());
            json.write("keys", administration.keys().name().toLowerCase(Locale.ROOT));
            json.write("context", call.contextPath());
            json.writeStartArray("endpoints");
            endpoints().forEach(json::write);
            json.writeEnd();
        });
    }

    /** The paths below the context root that a policy names whole, and that can be read. */
    private Set<String> endpoints() {
        Set<String> paths = new TreeSet<>();
        for (PolicyDescription each : operations.policies()) {
            for (PathPattern pattern : each.settings().match()) {
                String text = pattern.toString();
                String path = text.substring(text.indexOf('/'));
                boolean readable = pattern.method().isEmpty() || pattern.isFor("GET");
                if (readable && path.indexOf('*') < 0 && path.indexOf('{') < 0) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }
}
