package dev.weir.gateway.budget;

import dev.weir.Decision;
import dev.weir.gateway.error.ApiErrors;
import dev.weir.spi.ModuleHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the answers to requests that are not admitted. Safe for use by many threads. */
record Refusals(ModuleHost host, RecentLooks looks) {

    /**
     * The refusal of permits.
     *
     * @param tokens that were asked for
     * @param refusal the one of {@code decisions} that takes longest
     */
    Refusal ofPermits(Demand demand, long tokens, Map<Applied, Decision> decisions, Decision refusal) {
        BudgetFields fields = new BudgetFields();
        decisions.forEach((each, decision) -> fields.add(each, decision, host));
        Applied by = decisions.keySet().stream()
                .filter(each -> each.policy().equals(refusal.policy()))
                .findFirst()
                .orElseThrow();
        RefusalText text = new RefusalText(demand.name(), by, by.tokens() ? tokens : 1);
        return new Refusal(text.of(refusal), RetryFields.with(fields.toMap(), refusal));
    }

    /** The refusal of a slot of {@code by}. */
    Refusal ofSlot(Demand demand, List<Applied> applied, Applied by, Decision refusal) {
        RefusalText text = new RefusalText(demand.name(), by, 1);
        BudgetFields fields = fields(applied);
        Optional<Integer> most = host.enforcement(by.policy(), by.key()).concurrency();
        boolean isBlocked = refusal.policy().equals(by.policy());
        if (isBlocked || most.isEmpty()) {
            return new Refusal(text.of(refusal), RetryFields.with(fields.toMap(), refusal));
        }
        fields.addNoSlot(most.get());
        return new Refusal(text.ofSlots(refusal, most.get()), RetryFields.with(fields.toMap(), refusal));
    }

    /** The refusal of a request that names a larger cap than the model has. */
    Refusal aboveMaxOutput(Demand demand, List<Applied> applied) {
        String message = "max_tokens is too large: " + demand.maxTokens().orElseThrow()
                + ". This model supports at most " + demand.model().maxOutput().orElseThrow() + " completion tokens.";
        return new Refusal(
                ApiErrors.invalid(message, "max_tokens"), fields(applied).toMap());
    }

    /** The fields of an answer to a caller who holds nothing, as they were up to a second ago. */
    BudgetFields fields(List<Applied> applied) {
        BudgetFields fields = new BudgetFields();
        applied.forEach(each -> fields.add(each, looks.of(each), host));
        return fields;
    }

    /** Whether a limit of {@code applied} never has as many permits. */
    boolean isAboveLimit(Applied applied, long permits) {
        return looks.of(applied).limits().stream()
                .anyMatch(state -> state.limit().burst() < permits);
    }

    /** What is left of each policy now. */
    Map<Applied, Decision> peeked(List<Applied> applied) {
        Map<Applied, Decision> decisions = new LinkedHashMap<>();
        for (Applied each : applied) {
            decisions.put(each, host.limiter().peek(each.policy(), each.key()));
        }
        return decisions;
    }
}
