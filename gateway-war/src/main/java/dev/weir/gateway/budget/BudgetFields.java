package dev.weir.gateway.budget;

import dev.weir.Decision;
import dev.weir.LimitState;
import dev.weir.spi.Enforcement;
import dev.weir.spi.ModuleHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The six fields {@code x-ratelimit-*} of an answer, three for tokens and three for requests: of several limits the one
 * of which the smallest part is left. The slots of a key are a limit of requests; how many of them other instances have
 * in use is not known here. Where nothing is limited there are no fields.
 */
final class BudgetFields {

    /** How long it may take until a request ends and frees its slot. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final List<Left> tokens = new ArrayList<>();
    private final List<Left> requests = new ArrayList<>();

    /** Adds what a decision says of a policy. */
    void add(Applied applied, Decision decision, ModuleHost host) {
        Enforcement enforcement = host.enforcement(applied.policy(), applied.key());
        if (enforcement.enforced()) {
            for (LimitState state : decision.limits()) {
                (applied.tokens() ? tokens : requests).add(Left.of(state));
            }
            enforcement.concurrency().ifPresent(most -> slots(most, enforcement.held()));
        }
    }

    /** Adds that all slots of a policy are in use. */
    void addNoSlot(int most) {
        slots(most, most);
    }

    private void slots(int most, int held) {
        requests.add(new Left(most, Math.max(0, most - held), held == 0 ? Duration.ZERO : LOOK_AGAIN));
    }

    /** The fields by their names. */
    Map<String, String> toMap() {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "tokens", tokens);
        put(fields, "requests", requests);
        return fields;
    }

    private static void put(Map<String, String> fields, String what, List<Left> limits) {
        limits.stream().min(Left.SMALLEST_SHARE_FIRST).ifPresent(tightest -> {
            fields.put("x-ratelimit-limit-" + what, Long.toString(tightest.limit()));
            fields.put("x-ratelimit-remaining-" + what, Long.toString(tightest.remaining()));
            fields.put("x-ratelimit-reset-" + what, GoDuration.of(tightest.reset()));
        });
    }
}
