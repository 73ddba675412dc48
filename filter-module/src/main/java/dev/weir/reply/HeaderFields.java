package dev.weir.reply;

import dev.weir.Limit;
import dev.weir.config.rule.HeaderDialect;
import dev.weir.core.Quota;
import dev.weir.engine.PolicyDecision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * The header fields that report the client's limit and remaining permits, in each configured dialect. Safe for use by
 * many threads.
 */
public final class HeaderFields {

    /** The largest integer of Structured Field Values, RFC 9651. */
    private static final long LARGEST = 999_999_999_999_999L;

    private final Set<HeaderDialect> dialects;
    private final InstantSource clock;

    public HeaderFields(Set<HeaderDialect> dialects, InstantSource clock) {
        this.dialects = Set.copyOf(dialects);
        this.clock = clock;
    }

    /** Returns names and values for {@code decisions}; none if they count nothing. */
    public Map<String, String> of(List<PolicyDecision> decisions) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (dialects.contains(HeaderDialect.DRAFT_11)) {
            draft11(decisions, fields);
        }
        if (dialects.contains(HeaderDialect.DRAFT_07)) {
            tightest(decisions).ifPresent(quota -> draft07(quota, decisions, fields));
        }
        if (dialects.contains(HeaderDialect.DRAFT_06)) {
            tightest(decisions)
                    .ifPresent(quota -> three("RateLimit", quota, WholeSeconds.up(quota.resetAfterMillis()), fields));
        }
        if (dialects.contains(HeaderDialect.X_RATELIMIT)) {
            long now = clock.millis();
            tightest(decisions)
                    .ifPresent(quota ->
                            three("X-RateLimit", quota, WholeSeconds.up(now + quota.resetAfterMillis()), fields));
        }
        return fields;
    }

    private static Optional<Quota> tightest(List<PolicyDecision> decisions) {
        return decisions.stream()
                .flatMap(decision -> decision.quotas().stream())
                .min(Quota.TIGHTEST_FIRST);
    }

    /** draft-ietf-httpapi-ratelimit-headers-11: a list item for each limit in each field. */
    private static void draft11(List<PolicyDecision> decisions, Map<String, String> fields) {
        StringJoiner policies = new StringJoiner(", ");
        StringJoiner limits = new StringJoiner(", ");
        for (PolicyDecision decision : decisions) {
            List<Quota> quotas = decision.quotas();
            for (Quota quota : quotas) {
                String name = '"' + name(decision.policy(), quotas.size() > 1, quota.limit()) + '"';
                policies.add(name + ";q=" + number(quota.limit().permits()) + window(quota.limit()));
                String reset = quota.resetAfterMillis() == 0 ? "" : ";t=" + WholeSeconds.up(quota.resetAfterMillis());
                limits.add(name + ";r=" + number(quota.remaining()) + reset);
            }
        }
        if (policies.length() > 0) {
            fields.put("RateLimit-Policy", policies.toString());
            fields.put("RateLimit", limits.toString());
        }
    }

    /** draft-ietf-httpapi-ratelimit-headers-07: the tightest limit, and all that have a window of whole seconds. */
    private static void draft07(Quota tightest, List<PolicyDecision> decisions, Map<String, String> fields) {
        String policies = decisions.stream()
                .flatMap(decision -> decision.quotas().stream())
                .map(Quota::limit)
                .filter(limit -> !window(limit).isEmpty())
                .map(limit -> number(limit.permits()) + window(limit))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!policies.isEmpty()) {
            fields.put("RateLimit-Policy", policies);
        }
        fields.put(
                "RateLimit",
                "limit=" + number(tightest.limit().permits()) + ", remaining=" + number(tightest.remaining())
                        + ", reset=" + WholeSeconds.up(tightest.resetAfterMillis()));
    }

    private static String name(String policy, boolean several, Limit limit) {
        return several ? policy + '-' + length(limit) : policy;
    }

    /**
     * The window with its unit, {@code 60s}; in seconds where it is a whole number of them. A calendar window by its
     * name, {@code calendar-day}.
     */
    private static String length(Limit limit) {
        if (limit.calendar().isPresent()) {
            return limit.calendar().get().toString();
        }
        long millis = limit.windowMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** The window in whole seconds; one below a second, and a month or a year of the calendar, has no parameter. */
    private static String window(Limit limit) {
        long millis = limit.calendar()
                .map(calendar ->
                        calendar.unit().usualLength().map(Duration::toMillis).orElse(0L))
                .orElse(limit.windowMillis());
        return millis < 1_000 ? "" : ";w=" + WholeSeconds.up(millis);
    }

    private static void three(String prefix, Quota quota, long reset, Map<String, String> fields) {
        fields.put(prefix + "-Limit", String.valueOf(number(quota.limit().permits())));
        fields.put(prefix + "-Remaining", String.valueOf(number(quota.remaining())));
        fields.put(prefix + "-Reset", String.valueOf(reset));
    }

    private static long number(long value) {
        return Math.min(value, LARGEST);
    }
}
