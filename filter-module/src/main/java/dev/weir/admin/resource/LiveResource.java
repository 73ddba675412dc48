package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.RejectedCall;
import dev.weir.admin.Route;
import dev.weir.admin.key.Keys;
import dev.weir.monitor.LiveView;
import dev.weir.runtime.Operations;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/** {@code live}: what happened second by second, and what is new since the last look. */
final class LiveResource implements AdminResource {

    /** Answers are made in memory before they are sent. */
    private static final int LARGE_AT_ONCE = 4;
    /** What comes after a number that is this old is not much; numbers grow with the time. */
    private static final long SMALL_MILLIS = 60_000;

    private final Operations operations;
    private final Keys keys;
    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

    LiveResource(Operations operations, Keys keys) {
        this.operations = operations;
        this.keys = keys;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("live", this::show));
    }

    private Answer show(Call call) {
        long after = call.query("after").map(LiveResource::sequence).orElse(0L);
        if (after >= operations.clock().millis() - SMALL_MILLIS) {
            return answer(operations.monitor().live(after));
        }
        if (!large.tryAcquire()) {
            throw RejectedCall.busy(LARGE_AT_ONCE + " others read as much at once");
        }
        try {
            return answer(operations.monitor().live(after));
        } finally {
            large.release();
        }
    }

    Answer answer(LiveView whole) {
        LiveView view = LiveBounds.bounded(whole);
        return Answer.json(json -> {
            json.write("seq", view.sequence());
            json.write("now", time(view.nowMillis()));
            write("buckets", view.buckets(), json);
            json.writeStartArray("events");
            view.events().forEach(each -> write(each, json));
            json.writeEnd();
            write("minutes", view.minutes(), json);
        });
    }

    private static long sequence(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw RejectedCall.malformed("after: must be a number");
        }
    }

    private static void write(String name, List<LiveView.Bucket> buckets, JsonGenerator json) {
        json.writeStartArray(name);
        for (LiveView.Bucket each : buckets) {
            json.writeStartObject();
            json.write("seq", each.sequence());
            json.write("time", time(each.timeMillis()));
            json.writeStartObject("policies");
            each.policies().forEach((policy, totals) -> {
                json.writeStartObject(policy);
                StatisticsResource.writeTotals(totals, json);
                json.writeEnd();
            });
            json.writeEnd();
            StatisticsResource.writeSources(each.sources(), json);
            json.write("p99", each.p99());
            json.writeEnd();
        }
        json.writeEnd();
    }

    private void write(LiveView.Event event, JsonGenerator json) {
        json.writeStartObject();
        json.write("seq", event.sequence());
        json.write("time", time(event.timeMillis()));
        json.write("event", event.event());
        OverrideJson.text(json, "policy", event.policy());
        OverrideJson.text(json, "key", event.key().map(keys::shown));
        json.write("text", event.text());
        json.writeEnd();
    }

    private static String time(long millis) {
        return OverrideJson.time(Instant.ofEpochMilli(millis));
    }
}
