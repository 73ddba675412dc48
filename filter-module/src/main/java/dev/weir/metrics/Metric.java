package dev.weir.metrics;

import static dev.weir.metrics.Metric.Kind.COUNTER;
import static dev.weir.metrics.Metric.Kind.GAUGE;

import java.util.List;

/** Every metric of Weir: the name, the labels, and what it says. {@code docs/reference.md} has the same table. */
public enum Metric implements MetricName {
    REQUESTS("ratelimit_requests_total", COUNTER, "requests by policy and outcome", "policy,outcome"),
    NEAR_LIMIT("ratelimit_near_limit_total", COUNTER, "requests admitted with few permits left", "policy"),
    DECISIONS("ratelimit_decisions_total", COUNTER, "decisions by what made them", "source"),
    DECISION_P50(
            "ratelimit_decision_p50_seconds", GAUGE, "half of the decisions of the last ten seconds took no longer"),
    DECISION_P95(
            "ratelimit_decision_p95_seconds", GAUGE, "95 % of the decisions of the last ten seconds took no longer"),
    DECISION_P99(
            "ratelimit_decision_p99_seconds", GAUGE, "99 % of the decisions of the last ten seconds took no longer"),
    DECISIONS_OVER(
            "ratelimit_decisions_over_total",
            COUNTER,
            "decisions that waited for the cluster longer than the threshold",
            "threshold"),
    STORE_OPERATIONS(
            "ratelimit_store_operations_total",
            COUNTER,
            "operations on entries of the cluster by kind and result",
            "operation,result"),
    STORE_P99("ratelimit_store_p99_seconds", GAUGE, "99 % of the operations of the last ten seconds took no longer"),
    STORE_ERRORS(
            "ratelimit_store_errors_ratio", GAUGE, "part of the operations of the last ten seconds, late or failed"),
    MODE("ratelimit_mode", GAUGE, "1 for what counts at present, the cluster or this instance alone", "mode"),
    TRACKED_KEYS("ratelimit_tracked_keys", GAUGE, "keys that this instance holds"),
    BLOCKED_KEYS("ratelimit_blocked_keys", GAUGE, "keys that this instance refuses because of a block"),
    OWED_PERMITS("ratelimit_owed_permits", GAUGE, "permits admitted without the cluster and not charged to it yet"),
    MEMBERS("ratelimit_members", GAUGE, "members of the cluster"),
    GRID_ENTRIES("ratelimit_grid_entries", GAUGE, "counters that the cluster holds"),
    EVICTIONS("ratelimit_evictions_total", COUNTER, "keys that made room for others on this instance"),
    SETTLEMENTS("ratelimit_settlements_total", COUNTER, "debts, leases and refusals settled with the cluster later"),
    PERSISTENCE_LAG(
            "ratelimit_persistence_lag_seconds", GAUGE, "for how long changes have been waiting for the database"),
    HTTP_REQUESTS(
            "ratelimit_http_requests_total", COUNTER, "responses by endpoint and class of statuses", "endpoint,status"),
    HTTP_P99(
            "ratelimit_http_p99_seconds",
            GAUGE,
            "99 % of the responses of the last two minutes took no longer",
            "endpoint");

    private final String text;
    private final Kind kind;
    private final String help;
    /** Separated by commas. */
    private final String labels;

    /** How a metric goes on. */
    public enum Kind {
        /** It only grows. */
        COUNTER,
        /** It has any value. */
        GAUGE
    }

    Metric(String text, Kind kind, String help) {
        this(text, kind, help, "");
    }

    Metric(String text, Kind kind, String help, String labels) {
        this.text = text;
        this.kind = kind;
        this.help = help;
        this.labels = labels;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String help() {
        return help;
    }

    @Override
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }
}
