package dev.weir.gateway.vllm;

/**
 * A request that {@link FakeVllm} has answered, or begun to. Immutable.
 *
 * @param requestId what the gateway calls it
 * @param cap {@code max_tokens}
 * @param completion words that were sent, of all completions
 * @param closed whether the other side closed the connection before the end
 * @param endNanos when the answer ended, or was known to be closed, by {@link System#nanoTime}
 */
public record Served(
        String requestId, String model, int cap, int prompt, int completion, boolean closed, long endNanos) {

    /** Its tokens. */
    public int total() {
        return prompt + completion;
    }
}
