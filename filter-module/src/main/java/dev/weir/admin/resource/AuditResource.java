package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.AuditLog;
import dev.weir.admin.Call;
import dev.weir.admin.Route;
import java.util.List;
import java.util.Optional;

/** {@code audit}: what was done by this instance, and by whom. */
final class AuditResource implements AdminResource {

    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("audit", this::show));
    }

    private Answer show(Call call) {
        return Answer.json(json -> {
            json.writeStartArray("entries");
            for (AuditLog.Entry each : log.newestFirst()) {
                json.writeStartObject();
                json.write("time", OverrideJson.time(each.time()));
                json.write("who", each.who());
                json.write("address", each.address());
                json.write("action", each.act().action());
                json.write("policy", each.act().policy());
                OverrideJson.text(json, "key", Optional.of(each.act().key()).filter(key -> !key.isEmpty()));
                json.write("reason", each.act().reason());
                json.write("before", each.act().before());
                json.write("after", each.act().after());
                json.writeEnd();
            }
            json.writeEnd();
        });
    }
}
