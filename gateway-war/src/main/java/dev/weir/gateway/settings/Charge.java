package dev.weir.gateway.settings;

/** Which tokens of a request are charged. */
public enum Charge {
    /** Those of the prompt and those of the completion. */
    TOTAL,
    /** Those of the prompt. */
    PROMPT,
    /** Those of the completion. */
    COMPLETION
}
