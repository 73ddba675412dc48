package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.AuditLog;
import dev.weir.admin.Call;
import dev.weir.admin.Route;
import dev.weir.monitor.MemberParts;
import dev.weir.monitor.Monitor;
import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code audit}: what was done by this instance and by the others, and by whom. */
final class AuditResource implements AdminResource {

    private static final Comparator<OfInstance> NEWEST_FIRST = Comparator.<OfInstance, Long>comparing(
                    each -> each.entry().time().toEpochMilli())
            .reversed()
            .thenComparing(OfInstance::instance);

    private final Monitor monitor;
    private final AuditLog log;

    AuditResource(Monitor monitor, AuditLog log) {
        this.monitor = monitor;
        this.log = log;
    }

    private record OfInstance(String instance, AuditLog.Entry entry) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.read("audit", this::show));
    }

    private Answer show(Call call) {
        MemberParts others = monitor.others(AuditPart.TOPIC);
        List<OfInstance> all = new ArrayList<>();
        log.newestFirst().forEach(each -> all.add(new OfInstance(others.self().id(), each)));
        MembersJson.texts(others)
                .forEach((instance, text) ->
                        AuditPart.read(text).forEach(each -> all.add(new OfInstance(instance, each))));
        all.sort(NEWEST_FIRST);
        return Answer.json(json -> {
            new MembersJson(others, Set.of()).write(json);
            json.writeStartArray("entries");
            all.forEach(each -> write(each, json));
            json.writeEnd();
        });
    }

    private static void write(OfInstance line, JsonGenerator json) {
        AuditLog.Entry entry = line.entry();
        json.writeStartObject();
        json.write("time", OverrideJson.time(entry.time()));
        json.write("instance", line.instance());
        json.write("who", entry.who());
        json.write("address", entry.address());
        json.write("action", entry.act().action());
        json.write("policy", entry.act().policy());
        OverrideJson.text(json, "key", Optional.of(entry.act().key()).filter(key -> !key.isEmpty()));
        json.write("reason", entry.act().reason());
        json.write("before", entry.act().before());
        json.write("after", entry.act().after());
        json.writeEnd();
    }
}
