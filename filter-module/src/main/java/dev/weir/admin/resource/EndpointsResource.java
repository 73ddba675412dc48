package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.RejectedCall;
import dev.weir.admin.Route;
import dev.weir.monitor.query.QueryMonitor;
import dev.weir.monitor.query.QueryReport;
import dev.weir.monitor.request.EndpointReport;
import dev.weir.monitor.request.RequestMonitor;
import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Optional;

/** {@code endpoints}: how this instance answers, by endpoint, and which statements were slow. */
final class EndpointsResource implements AdminResource {

    private static final String ERRORS = "errors";
    private static final String SLOW = "slow";

    private final Optional<RequestMonitor> requests;
    private final QueryMonitor queries;

    EndpointsResource(Optional<RequestMonitor> requests, QueryMonitor queries) {
        this.requests = requests;
        this.queries = queries;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("endpoints", this::show));
    }

    private Answer show(Call call) {
        RequestMonitor.Order order = order(call);
        return Answer.json(json -> {
            json.writeStartArray("endpoints");
            requests.ifPresent(each -> each.report(order).forEach(report -> write(json, report)));
            json.writeEnd();
            json.writeStartArray("queries");
            queries.report().forEach(report -> write(json, report));
            json.writeEnd();
        });
    }

    private static RequestMonitor.Order order(Call call) {
        String sort = call.query("sort").orElse(call.hasQuery(ERRORS) ? ERRORS : SLOW);
        return switch (sort) {
            case SLOW -> RequestMonitor.Order.SLOW;
            case ERRORS -> RequestMonitor.Order.ERRORS;
            default -> throw RejectedCall.malformed("sort: must be slow or errors");
        };
    }

    private static void write(JsonGenerator json, EndpointReport report) {
        json.writeStartObject();
        json.write("endpoint", report.endpoint());
        json.write("count", report.count());
        json.writeStartObject("statuses");
        report.statuses().forEach(json::write);
        json.writeEnd();
        json.write("p50", report.p50());
        json.write("p95", report.p95());
        json.write("p99", report.p99());
        json.write("slow", report.slow());
        json.write("errorRate", report.errorRate());
        json.write("countBefore", report.countBefore());
        json.write("p99Before", report.p99Before());
        json.write("errorRateBefore", report.errorRateBefore());
        json.write("trend", report.trend().label());
        OverrideJson.text(json, "suggestion", report.suggestion());
        json.writeEnd();
    }

    private static void write(JsonGenerator json, QueryReport report) {
        json.writeStartObject();
        json.write("statement", report.statement());
        json.write("count", report.count());
        json.write("slowest", report.slowest());
        json.write("average", report.average());
        OverrideJson.text(json, "suggestion", report.suggestion());
        json.writeEnd();
    }
}
