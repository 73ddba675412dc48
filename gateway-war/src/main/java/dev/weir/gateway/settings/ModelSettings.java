package dev.weir.gateway.settings;

import java.util.List;
import java.util.OptionalInt;

/**
 * A model. Immutable.
 *
 * @param id what follows {@code ratelimit.llm.model.}
 * @param names that clients use, the first of which the upstream gets
 * @param policies the one for tokens first, then the one for requests and for concurrency
 * @param templateTokens tokens that the template of a chat adds for each message
 * @param mediaTokens tokens of an image or a sound in a prompt; empty if such a prompt is refused
 * @param maxOutput the largest cap of a request
 * @param defaultOutput the cap of a request that names none, while the budget has as much
 * @param minOutput the smallest cap of such a request
 */
public record ModelSettings(
        String id,
        List<String> names,
        UpstreamAddress upstream,
        Policies policies,
        TokenizerChoice tokenizer,
        int templateTokens,
        OptionalInt mediaTokens,
        OptionalInt maxOutput,
        int defaultOutput,
        int minOutput,
        Charge charge,
        Timeouts timeouts,
        BreakerSettings breaker) {

    public ModelSettings {
        names = List.copyOf(names);
    }

    /**
     * What is decided together, all or nothing.
     *
     * @param tokens whose permits are tokens
     * @param requests whose permits are requests, and which may have slots; each of another name
     */
    public record Policies(List<String> tokens, List<String> requests) {

        public Policies {
            tokens = List.copyOf(tokens);
            requests = List.copyOf(requests);
        }
    }

    /** The name that the upstream gets. */
    public String upstreamName() {
        return names.get(0);
    }
}
