package dev.weir.admin.resource;

import dev.weir.Source;
import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.Route;
import dev.weir.metrics.PolicyTotals;
import dev.weir.monitor.Statistics;
import dev.weir.runtime.Operations;
import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code statistics}: how the application fares, over all its instances. */
final class StatisticsResource implements AdminResource {

    private final Operations operations;

    StatisticsResource(Operations operations) {
        this.operations = operations;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("statistics", this::show));
    }

    private Answer show(Call call) {
        Statistics statistics = operations.monitor().statistics();
        return Answer.json(json -> {
            json.write("time", OverrideJson.time(statistics.time()));
            json.write("namespace", statistics.namespace());
            json.write("instance", statistics.instance());
            json.write("mode", statistics.health().mode().label());
            json.write("level", statistics.health().level().label());
            json.writeStartArray("why");
            statistics.health().why().forEach(json::write);
            json.writeEnd();
            json.write("since", OverrideJson.time(statistics.health().since()));
            writeMembers(statistics.members(), json);
            json.writeStartArray("policies");
            new TreeMap<>(statistics.policies()).forEach((name, totals) -> {
                json.writeStartObject();
                json.write("name", name);
                writeTotals(totals, json);
                json.write("nearLimit", totals.nearLimit());
                json.writeEnd();
            });
            json.writeEnd();
            writeSources(statistics.sources(), json);
            json.write("p50", statistics.times().p50());
            json.write("p95", statistics.times().p95());
            json.write("p99", statistics.times().p99());
            json.write("hitRate", statistics.hitRate());
            json.write("storeSuccess", statistics.storeSuccess());
            json.write("trackedKeys", statistics.trackedKeys());
            json.write("blockedKeys", statistics.blockedKeys());
            json.write("owedPermits", statistics.owedPermits());
        });
    }

    private static void writeMembers(List<Statistics.Member> members, JsonGenerator json) {
        json.writeStartArray("members");
        for (Statistics.Member each : members) {
            json.writeStartObject();
            json.write("id", each.id());
            json.write("state", each.state().label());
            OverrideJson.text(
                    json,
                    "since",
                    Optional.of(each.since())
                            .filter(since -> since.getEpochSecond() > 0)
                            .map(OverrideJson::time));
            json.write("silent", each.silent());
            json.write("self", each.self());
            json.write("address", each.address());
            json.writeEnd();
        }
        json.writeEnd();
    }

    /** Writes what became of requests, as members of the object that has begun. */
    static void writeTotals(PolicyTotals totals, JsonGenerator json) {
        json.write("allowed", totals.allowed());
        json.write("refused", totals.refused());
        json.write("blocked", totals.blocked());
        json.write("shadow", totals.shadow());
        json.write("exempt", totals.exempt());
        json.write("unavailable", totals.unavailable());
    }

    /** Writes what decided. */
    static void writeSources(Map<Source, Long> sources, JsonGenerator json) {
        json.writeStartObject("sources");
        for (Source each : Source.values()) {
            json.write(each.name().toLowerCase(Locale.ROOT), sources.getOrDefault(each, 0L));
        }
        json.writeEnd();
    }
}
