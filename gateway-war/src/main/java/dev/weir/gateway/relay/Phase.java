package dev.weir.gateway.relay;

/** Where an exchange is. */
enum Phase {
    /** The head of the answer is awaited. */
    WAITS,
    /** The answer passes. */
    RELAYS,
    /** The client gets the rest. */
    FINISHES,
    /** All is done. */
    ENDED
}
