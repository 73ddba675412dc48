package dev.weir.gateway.budget;

/** Whether a caller has the budget for a request. */
public sealed interface Admission {

    /** It has: {@code hold} has to be ended. */
    record Granted(Hold hold) implements Admission {}

    /** It has not; nothing was charged. */
    record Refused(Refusal refusal) implements Admission {}
}
