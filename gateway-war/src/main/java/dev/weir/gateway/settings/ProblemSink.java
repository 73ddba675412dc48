package dev.weir.gateway.settings;

/** Collects what is wrong with the configuration. */
@FunctionalInterface
public interface ProblemSink {

    /**
     * Adds a problem: the name of the property below {@code ratelimit.llm.}, the rule that it breaks, and the value
     * found, which is empty where that is a secret.
     */
    void add(String property, String rule, String value);
}
