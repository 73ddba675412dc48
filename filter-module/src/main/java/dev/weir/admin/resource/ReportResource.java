package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.RejectedCall;
import dev.weir.admin.Route;
import dev.weir.monitor.MemberParts;
import dev.weir.monitor.Monitor;
import dev.weir.monitor.usage.SharedUsage;
import dev.weir.monitor.usage.UsageCsv;
import dev.weir.monitor.usage.UsageRecorder;
import dev.weir.monitor.usage.UsageReport;
import jakarta.json.stream.JsonGenerator;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * {@code report}: usage and abuse of one day over all instances, as JSON or as comma-separated values. Keys are masked,
 * or hidden.
 */
final class ReportResource implements AdminResource {

    private static final Set<String> FORMATS = Set.of("json", "csv");

    private final Monitor monitor;
    private final Optional<UsageRecorder> usage;
    private final UnaryOperator<String> shown;

    /** @param shown what is shown of a masked key */
    ReportResource(Monitor monitor, Optional<UsageRecorder> usage, UnaryOperator<String> shown) {
        this.monitor = monitor;
        this.usage = usage;
        this.shown = shown;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("report", this::show));
    }

    private Answer show(Call call) {
        Optional<LocalDate> asked = call.query("day").map(ReportResource::day);
        String format = call.query("format").orElse("json");
        if (!FORMATS.contains(format)) {
            throw RejectedCall.malformed("format: must be json or csv");
        }
        LocalDate day = asked.or(() -> usage.map(UsageRecorder::days)
                        .flatMap(each -> each.stream().findFirst()))
                .orElse(LocalDate.EPOCH);
        MemberParts others = monitor.others(SharedUsage.name(day));
        Map<String, String> told = MembersJson.texts(others);
        SharedUsage.Sum sum = usage.map(each -> new SharedUsage(each).of(day, told))
                .orElseGet(() -> new SharedUsage.Sum(new UsageReport(day, List.of()), List.of(), Set.of()));
        UsageReport report = hidden(sum.report());
        MembersJson members = new MembersJson(others, sum.cut());
        return format.equals("csv")
                ? Answer.text("text/csv;charset=UTF-8", UsageCsv.of(report, members.missing()))
                        .with("Content-Disposition", "attachment; filename=\"ratelimit-" + day + ".csv\"")
                : Answer.json(json -> write(json, report, sum.days(), members));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw RejectedCall.malformed("day: must be a date such as 2026-11-30");
        }
    }

    private UsageReport hidden(UsageReport report) {
        return new UsageReport(
                report.day(),
                report.policies().stream()
                        .map(each -> new UsageReport.OfPolicy(
                                each.policy(),
                                each.hours(),
                                each.top().stream()
                                        .map(one -> new UsageReport.KeyCount(shown.apply(one.key()), one.count()))
                                        .toList(),
                                each.near().stream()
                                        .map(one -> new UsageReport.NearKey(shown.apply(one.key()), one.percent()))
                                        .toList(),
                                each.blocks().stream()
                                        .map(one -> new UsageReport.NewBlock(shown.apply(one.key()), one.time()))
                                        .toList(),
                                each.levels().stream()
                                        .map(one -> new UsageReport.KeyLevel(shown.apply(one.key()), one.level()))
                                        .toList()))
                        .toList());
    }

    private static void write(JsonGenerator json, UsageReport report, List<LocalDate> days, MembersJson members) {
        json.write("day", report.day().toString());
        members.write(json);
        json.writeStartArray("days");
        days.forEach(each -> json.write(each.toString()));
        json.writeEnd();
        json.writeStartArray("policies");
        for (UsageReport.OfPolicy policy : report.policies()) {
            json.writeStartObject();
            json.write("policy", policy.policy());
            json.writeStartArray("hours");
            for (UsageReport.Hour each : policy.hours()) {
                json.writeStartObject();
                json.write("hour", each.hour());
                json.write("allowed", each.allowed());
                json.write("refused", each.refused());
                json.write("blocked", each.blocked());
                json.writeEnd();
            }
            json.writeEnd();
            json.writeStartArray("top");
            policy.top()
                    .forEach(each ->
                            keyed(json, each.key()).write("count", each.count()).writeEnd());
            json.writeEnd();
            json.writeStartArray("near");
            policy.near()
                    .forEach(each -> keyed(json, each.key())
                            .write("percent", each.percent())
                            .writeEnd());
            json.writeEnd();
            json.writeStartArray("blocks");
            policy.blocks()
                    .forEach(each -> keyed(json, each.key())
                            .write("time", OverrideJson.time(each.time()))
                            .writeEnd());
            json.writeEnd();
            json.writeStartArray("levels");
            policy.levels()
                    .forEach(each ->
                            keyed(json, each.key()).write("level", each.level()).writeEnd());
            json.writeEnd();
            json.writeEnd();
        }
        json.writeEnd();
    }

    private static JsonGenerator keyed(JsonGenerator json, String key) {
        return json.writeStartObject().write("key", key);
    }
}
