package dev.weir.gateway.budget;

import java.util.Map;

/**
 * What a request holds of the budgets of its caller, and the slot that it works in. Ends once: by {@link #settle},
 * {@link #cancel} or {@link #keep}, after which the others do nothing. Safe for use by many threads.
 */
public interface Hold {

    /** Tokens of one completion that the model may make at most, 1 or more. */
    int cap();

    /** Tokens that are held: those of the prompt, and the cap of each completion. */
    long held();

    /** The six fields {@code x-ratelimit-*} by their names, as they are while this is held. */
    Map<String, String> fields();

    /** Ends with what the model has used; what was held beyond that is free again. Returns what was charged. */
    long settle(long promptTokens, long completionTokens);

    /** Ends with nothing charged. */
    void cancel();

    /** Ends with all that was held charged. Returns that. */
    long keep();
}
