package dev.weir.core;

/** Whether a policy refuses. */
public enum Mode {
    /** Decides and refuses. The default. */
    ENFORCE,
    /** Decides, counts and logs, but never refuses: for testing a limit on live traffic. */
    SHADOW,
    /** Does not decide. */
    OFF
}
