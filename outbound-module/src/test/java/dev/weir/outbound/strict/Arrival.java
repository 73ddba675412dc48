package dev.weir.outbound.strict;

/**
 * A request when it was counted. Immutable.
 *
 * @param id the text behind the last slash of its path
 * @param method its method
 * @param nanos when it was counted, by {@link System#nanoTime}
 * @param refused whether it was refused by the limit, or answered as a refusal because a test said so
 */
public record Arrival(String id, String method, long nanos, boolean refused) {}
