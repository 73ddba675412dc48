package dev.weir.gateway.budget;

import dev.weir.gateway.settings.Charge;
import dev.weir.gateway.settings.ModelSettings;
import java.util.OptionalLong;

/**
 * What a request asks for. Immutable.
 *
 * @param name of the model, as the client says it
 * @param prompt tokens, 1 or more
 * @param maxTokens tokens of one completion, 1 or more; empty if the request names none
 * @param choices completions, 1 or more
 */
public record Demand(ModelSettings model, String name, long prompt, OptionalLong maxTokens, int choices) {

    /** The cap that the request names, or that it has while the budget is large enough. */
    int cap() {
        if (maxTokens.isPresent()) {
            return (int) Math.min(Integer.MAX_VALUE, maxTokens.getAsLong());
        }
        return Math.max(1, Math.min(model.defaultOutput(), model.maxOutput().orElse(Integer.MAX_VALUE)));
    }

    /** The smallest cap of a request that names none. */
    private int smallestCap() {
        return Math.max(1, Math.min(model.minOutput(), cap()));
    }

    /** The cap where {@code left} tokens are left: that much, but neither below the smallest nor above the usual. */
    int cap(long left) {
        if (maxTokens.isPresent() || model.charge() == Charge.PROMPT) {
            return cap();
        }
        long ofCompletions = model.charge() == Charge.TOTAL ? left - prompt : left;
        long each = ofCompletions / choices;
        return (int) Math.max(smallestCap(), Math.min(cap(), each));
    }

    /** The tokens that are held for completions of {@code cap} tokens each, 1 or more. */
    long tokens(int cap) {
        return charged(prompt, (long) choices * cap);
    }

    /** The tokens of those of a prompt and of its completions that are charged. */
    long charged(long promptTokens, long completionTokens) {
        return switch (model.charge()) {
            case TOTAL -> promptTokens + completionTokens;
            case PROMPT -> promptTokens;
            case COMPLETION -> completionTokens;
        };
    }

    /** Whether the request names a larger cap than the model has. */
    boolean isAboveMaxOutput() {
        return model.maxOutput().isPresent()
                && maxTokens.isPresent()
                && maxTokens.getAsLong() > model.maxOutput().getAsInt();
    }
}
