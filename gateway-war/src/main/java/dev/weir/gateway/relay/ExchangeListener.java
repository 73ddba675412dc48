package dev.weir.gateway.relay;

/** Is told of each request when it has ended. Safe for use by many threads; must neither block nor throw. */
@FunctionalInterface
public interface ExchangeListener {

    /** A request has ended; called once for each. */
    void ended(ExchangeReport report);

    /** Whether it wants to see what clients got. */
    default boolean wantsAnswers() {
        return false;
    }
}
