package dev.weir.http;

import dev.weir.engine.PolicyDecision;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Logs refusals, for those who look for them: never a key, and not at a level that is usual. */
final class DecisionLog {

    /** As what decides, which users have set to FINE. */
    private static final System.Logger LOG = System.getLogger(RequestLimiter.class.getName());

    private DecisionLog() {}

    /** Logs {@code decision} if it refuses, or would if it were enforced. */
    static void log(PolicyDecision decision) {
        if ((decision.exceeded() || decision.unavailable()) && LOG.isLoggable(System.Logger.Level.DEBUG)) {
            LOG.log(System.Logger.Level.DEBUG, message(decision), fields(decision));
        }
    }

    private static String message(PolicyDecision decision) {
        return decision.allowed()
                ? "policy " + decision.policy() + " would refuse, decided by " + decision.source()
                : "policy " + decision.policy() + " refused, retry after "
                        + decision.retryAfter().map(Object::toString).orElse("never") + ", decided by "
                        + decision.source();
    }

    /**
     * For {@link dev.weir.log.JsonFormatter}; other formatters do not show it, because the message does not name it.
     */
    private static Map<String, Object> fields(PolicyDecision decision) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", decision.allowed() ? "would-refuse" : decision.blocked() ? "blocked" : "refused");
        fields.put("policy", decision.policy());
        fields.put("source", decision.source().name().toLowerCase(Locale.ROOT));
        decision.retryAfter().ifPresent(wait -> fields.put("retryAfterMs", wait.toMillis()));
        return fields;
    }
}
