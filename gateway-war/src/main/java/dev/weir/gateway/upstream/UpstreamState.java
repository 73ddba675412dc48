package dev.weir.gateway.upstream;

/** Whether an upstream is called. */
public enum UpstreamState {
    /** It is. */
    CLOSED,
    /** It is left alone. */
    OPEN,
    /** One call finds out whether it works again. */
    TRIAL
}
